"""The parts all API bodies are made of; each app's api.py says which of them it takes and gives."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

# A default is not validated, but a null that was sent is.
UNSENT: Any = None
YEARS = range(1900, 2200)  # outside of them time zones and databases begin to differ


class Body(BaseModel):
    """What an integration sends; a field we don't know is refused, so that typing errors show."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """What an integration gets; made from checked values, so only its shape matters."""


class Problem(Answer):
    """An error, as RFC 9457 says it; `errors` names the fields."""

    class Error(Answer):
        field: str
        message: str

    type: str
    title: str
    status: int
    detail: str
    errors: list[Error]


def _only_text(value: object) -> object:
    # Without this a number would be read as seconds since 1970.
    if not isinstance(value, str) or value.isdigit():
        raise ValueError("Give this as ISO 8601 text.")
    return value


def _in_our_time(value: date) -> date:
    if value.year not in YEARS:
        raise ValueError(f"The year must be from {YEARS.start} to {YEARS.stop - 1}.")
    return value


def _storable(value: str) -> str:
    # PostgreSQL can't keep it.
    if "\x00" in value:
        raise ValueError("The character NUL can't be kept.")
    return value


Words = Annotated[str, AfterValidator(_storable)]
ExternalId = Annotated[Words, Field(min_length=1, max_length=100)]
Day = Annotated[date, BeforeValidator(_only_text), AfterValidator(_in_our_time)]
Moment = Annotated[AwareDatetime, BeforeValidator(_only_text), AfterValidator(_in_our_time)]
