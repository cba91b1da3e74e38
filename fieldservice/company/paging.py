"""Lists in pages: an opaque cursor that stays right while rows are added."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from ninja import Query
from pydantic import BaseModel, Field, field_validator

from fieldservice.company.errors import InvalidError

Row = TypeVar("Row", bound=Model)


class Paging(BaseModel):
    """The part of a list a caller asks for: `limit` rows, those behind the cursor `after`."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    after: str | None = None

    @field_validator("*", mode="before")
    @classmethod
    def absent(cls, value: object) -> object:
        """`?day=` asks for nothing."""
        return None if value == "" else value


PageQuery = Annotated[Paging, Query()]


def behind(rows: QuerySet[Row], moment: str, cursor: str | None) -> QuerySet[Row]:
    """`rows` in the order of the field `moment`, from the cursor on."""
    ordered = rows.order_by(moment, "pk")
    if cursor is None:
        return ordered
    at, pk = _read(cursor)
    return ordered.filter(Q(**{f"{moment}__gt": at}) | Q(**{moment: at, "pk__gt": pk}))


def cut(rows: Iterable[Row], moment: str, limit: int) -> tuple[list[Row], str | None]:
    """The first `limit` rows, and the cursor of the next page or None."""
    found = list(islice(rows, limit + 1))
    page = found[:limit]
    return page, _written(page[-1], moment) if len(found) > limit else None


def _written(row: Model, moment: str) -> str:
    words = json.dumps([getattr(row, moment).isoformat(), str(row.pk)])
    return urlsafe_b64encode(words.encode()).decode()


def _read(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, pk = json.loads(urlsafe_b64decode(cursor))
        return datetime.fromisoformat(at).astimezone(UTC), UUID(pk)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise InvalidError("Use `next` of the page before.", field="after") from error
