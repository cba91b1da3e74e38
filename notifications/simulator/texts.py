"""What the simulator knows about one text: its words, its pictures, and what became of it."""

import uuid
from dataclasses import dataclass, field
from typing import Literal

from notifications.segments import parts

from .rules import Form, error_message, first

Status = Literal[
    "accepted", "queued", "sent", "delivered", "undelivered", "failed", "receiving", "received"
]
Direction = Literal["outbound-api", "outbound-reply", "inbound"]

LONGEST_VALID = 36_000  # seconds: the provider's own limit


def new_sid(prefix: str) -> str:
    """An identifier in the provider's form: two letters and 32 hexadecimal digits."""
    return prefix + uuid.uuid4().hex


@dataclass
class Photo:
    """A picture the provider fetched and keeps until it is told to delete it."""

    sid: str
    content_type: str
    content: bytes
    width: int
    height: int
    fetched_at: float


@dataclass
class Callback:
    """One status callback that left: what it said and what came back."""

    status: str
    at: float
    answer: str


@dataclass
class Text:
    """One text between the company's number and a customer's phone."""

    sid: str
    direction: Direction
    company: str
    phone: str
    body: str
    status: Status
    received_at: float
    form: Form = field(default_factory=dict)
    service: str = ""
    sent_at: float | None = None
    updated_at: float = 0
    error_code: int | None = None
    problem: str = ""
    history: list[tuple[str, float]] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    callbacks: list[Callback] = field(default_factory=list)

    @property
    def media_urls(self) -> list[str]:
        """Where the company said its pictures are."""
        return self.form.get("MediaUrl", [])

    @property
    def callback_url(self) -> str:
        """Where the company wants to hear what became of the text; may be empty."""
        return first(self.form, "StatusCallback")

    @property
    def valid_for(self) -> float:
        """Seconds it may wait before it is sent."""
        return float(first(self.form, "ValidityPeriod") or LONGEST_VALID)

    @property
    def inbound(self) -> bool:
        """Whether the customer wrote it."""
        return self.direction == "inbound"

    @property
    def sender(self) -> str:
        """The number it comes from."""
        return self.phone if self.inbound else self.company

    @property
    def receiver(self) -> str:
        """The number it goes to."""
        return self.company if self.inbound else self.phone

    @property
    def reason(self) -> str:
        """Why it failed, for people; empty while all is well."""
        return self.problem or error_message(self.error_code)

    @property
    def parts(self) -> int:
        """How many texts the carrier charges; a picture message has no parts."""
        return 1 if self.media_urls else parts(self.body)


@dataclass(frozen=True)
class Refused:
    """A create call the provider did not take."""

    received_at: float
    code: int
    form: Form
