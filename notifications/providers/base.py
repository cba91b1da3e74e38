"""What delivery knows of any provider: what goes in, what comes out, and how it can fail."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Family(StrEnum):
    """What a provider's refusal means for us; each is handled in one place."""

    OPTED_OUT = "opted_out"
    WRONG_NUMBER = "wrong_number"
    CONTENT = "content"
    PICTURE = "picture"
    TEMPORARY = "temporary"
    ONCE_MORE = "once_more"
    DAILY_CAP = "daily_cap"
    SET_UP = "set_up"
    EXPIRED = "expired"
    UNREACHABLE = "unreachable"
    AMBIGUOUS = "ambiguous"


class Trouble(StrEnum):
    """Why a sender was stopped, or a first text refused, as far as a person can mend it."""

    ACCOUNT = "account"
    SUSPENDED = "suspended"
    SENDER = "sender"
    REGISTRATION = "registration"
    CALLBACK = "callback"
    TRIAL = "trial"
    OTHER = "other"


class Finding(StrEnum):
    """What a provider tells of a sender before its first text."""

    FOUND = "found"
    UNKNOWN = "unknown"
    TRIAL = "trial"
    WITHOUT_NUMBERS = "without_numbers"
    WITHOUT_PICTURES = "without_pictures"
    ANSWERS_ELSEWHERE = "answers_elsewhere"
    CALLS_ELSEWHERE = "calls_elsewhere"
    REGISTERED = "registered"
    IN_REVIEW = "in_review"
    NOT_REGISTERED = "not_registered"
    REGISTRATION_REFUSED = "registration_refused"
    REGISTRATION_UNSEEN = "registration_unseen"


class Copy(StrEnum):
    """What a provider keeps of us until it is told to delete it."""

    PICTURES = "pictures"
    TEXT = "text"  # with its pictures
    CALL = "call"
    RECORDING = "recording"


class Stage(StrEnum):
    """How far a text has come, as its provider tells."""

    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    UNDELIVERED = "undelivered"
    FAILED = "failed"


@dataclass(frozen=True)
class Letter:
    """What makes an e-mail of a text: beside the plain words HTML, which shows cid:photo."""

    subject: str
    html: str = ""
    photo: bytes = b""  # a JPEG
    calendar: bytes = b""  # a published event
    reply_to: str = ""
    stop_url: str = ""  # a POST there ends e-mails to this address
    reference: str = ""  # comes back with what a mail service tells later


@dataclass(frozen=True)
class Outgoing:
    """One text or e-mail as it leaves; a text's `sender` is a number or a messaging service."""

    sender: str
    to: str
    body: str
    media_url: str = ""
    callback_url: str = ""
    valid_for: int = 300  # seconds the provider may keep it waiting
    letter: Letter | None = None


@dataclass(frozen=True)
class Accepted:
    """The provider has it, under its own id."""

    sid: str
    request_id: str = ""


@dataclass(frozen=True)
class Sought:
    """A text whose fate is unknown; `since` is when its call began."""

    to: str
    body: str
    since: datetime


@dataclass(frozen=True)
class Report:
    """How far a text has come; a lost one has a family, and perhaps the provider's code."""

    stage: Stage
    family: Family | None = None
    code: str = ""


@dataclass(frozen=True)
class Ringing:
    """A call to be made. What is said is asked for at `answer_url`, its end told to `over_url`.

    `sender` is a number or the id of a messaging service, one of whose numbers then calls.
    """

    sender: str
    to: str
    answer_url: str
    over_url: str
    rings_for: int = 25  # seconds; shorter than most mailboxes wait


class ProviderError(Exception):
    """A text the provider did not take, or may not have taken."""

    def __init__(
        self, family: Family, code: str = "", *, wait: float = 0, request_id: str = ""
    ) -> None:
        super().__init__(f"{family} {code}".strip())
        self.family = family
        self.code = code
        self.wait = wait  # seconds the provider asks us to stay away
        self.request_id = request_id


class NotProcessedError(ProviderError):
    """It surely has not left: it may be sent again."""


class RefusedError(ProviderError):
    """The provider said no; the family says why."""


class SetUpError(ProviderError):
    """The sender itself is not right; no text can leave until a person mends it."""


class AmbiguousError(ProviderError):
    """Nobody knows whether it left; it must be settled before anything is sent again."""


class Carrier(Protocol):
    """Takes texts or e-mails, and may have nothing more to say of them."""

    def send(self, outgoing: Outgoing) -> Accepted:
        """Hand over one text, or raise a ProviderError. Called from many threads at once."""
        ...


class Provider(Carrier, Protocol):
    def find(self, sought: Sought) -> list[str]:
        """The ids under which the provider has this text; more than one is possible."""
        ...

    def report(self, sid: str) -> Report | None:
        """How far the text with this id has come, or None where that can't be known any more.

        Raises ProviderError when the provider can't be asked. Reads only.
        """
        ...

    def forget(self, copy: Copy, sid: str) -> None:
        """Have it delete what it keeps under this id; there may be nothing any more.

        Raises ProviderError when it may still be there.
        """
        ...

    def picture(self, name: str) -> bytes:
        """A picture a customer sent, by the name its text came with.

        Raises NotProcessedError where it may be there later, else another ProviderError.
        """
        ...

    def call(self, ringing: Ringing) -> Accepted:
        """Ring somebody, or raise a ProviderError; after an AmbiguousError it may ring or not."""
        ...

    def check_sender(self, address: str, answers_url: str, calls_url: str) -> list[Finding]:
        """What is known of a number or service, and whether answers and calls come to us.

        Raises ProviderError when nothing can be learned. Reads only, within seconds.
        """
        ...
