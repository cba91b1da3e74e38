"""The provider's rule book: what it refuses, with which code, and which words it acts on itself."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

Form = dict[str, list[str]]

MAX_BODY = 1600
MAX_MEDIA = 10
MAX_CALLBACK = 4000

E164 = re.compile(r"(?:whatsapp:|rcs:)?\+[1-9]\d{6,14}")
SENDER = re.compile(r"(?:whatsapp:)?\+[1-9]\d{6,14}|\d{3,6}|[A-Za-z0-9 ]{1,11}|rcs:\w{1,50}")

ERRORS: dict[int, str] = {
    11200: "The picture's address did not answer with the picture.",
    11751: "The picture is larger than 5 MB.",
    12300: "What the picture's address sent is not the picture it promised.",
    20001: "A parameter is not valid.",
    20003: "Authenticate",
    20009: "Unable to delete record. Delivery not complete.",
    20404: "The requested resource was not found.",
    20429: "Too many requests.",
    20500: "An internal error happened here.",
    21205: "The 'Url' is not a valid address.",
    21211: "The 'To' number is not a valid phone number.",
    21212: "The 'From' number is not a valid phone number or sender.",
    21408: "Sending to the region of the 'To' number is not enabled.",
    21602: "A message needs a body or media.",
    21603: "A message needs 'From' or 'MessagingServiceSid'.",
    21604: "A message needs a 'To' number.",
    21606: "The 'From' number cannot send messages for this account.",
    21609: "The 'StatusCallback' is not a valid address.",
    21610: "This number has opted out of texts from this sender.",
    21611: "The queue of this 'From' number is full.",
    21612: "The 'To' number cannot be reached from this sender.",
    21614: "The 'To' number is not a mobile number.",
    21617: "The body is longer than 1600 characters.",
    21620: "A 'MediaUrl' is not a valid address.",
    21623: "A message takes ten media files at most.",
    30003: "The phone is switched off or out of reach.",
    30004: "The number blocks messages.",
    30005: "The number is not in service.",
    30006: "A landline, or a carrier that cannot be reached.",
    30007: "The carrier filtered this text.",
    30008: "The carrier gave no reason.",
    30034: "The sender is not registered with the carriers.",
    30036: "The text waited longer than it was valid.",
}
STATUSES = {20003: 401, 20009: 409, 20404: 404, 20429: 429, 20500: 500}

MAGIC_TO = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
MAGIC_FROM = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}

STOP_WORDS = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
)
START_WORDS = frozenset({"START", "UNSTOP", "YES"})
HELP_WORDS = frozenset({"HELP", "INFO"})


def first(form: Form, name: str) -> str:
    """The first value of a form field, or an empty string."""
    return form.get(name, [""])[0]


def keyword(body: str) -> str:
    """`stop`, `start`, `help`, or an empty string when the provider leaves the text alone."""
    word = body.strip().upper()
    kinds = (("stop", STOP_WORDS), ("start", START_WORDS), ("help", HELP_WORDS))
    return next((kind for kind, words in kinds if word in words), "")


def refusal(form: Form) -> int | None:
    """The code the provider refuses this create call with, or None when it takes it."""
    found = next((code for code, broken in CHECKS if broken(form)), None)
    return found or MAGIC_TO.get(first(form, "To")) or MAGIC_FROM.get(first(form, "From"))


def call_refusal(form: Form) -> int | None:
    """The code the provider refuses to ring somebody with, or None when it does."""
    if not E164.fullmatch(first(form, "From")):
        return 21212
    if not E164.fullmatch(first(form, "To")):
        return 21211
    return MAGIC_TO.get(first(form, "To")) or (
        None if _is_web_address(first(form, "Url")) else 21205
    )


def error_message(code: int | None) -> str:
    """What an error code means, in a sentence for people."""
    if code is None:
        return ""
    return ERRORS.get(code, f"The provider's error {code}.")


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _bad_sender(form: Form) -> bool:
    sender = first(form, "From")
    return bool(sender) and not SENDER.fullmatch(sender)


def _bad_callback(form: Form) -> bool:
    url = first(form, "StatusCallback")
    if not url:
        return False
    return len(url) > MAX_CALLBACK or not _is_web_address(url) or "_" in urlsplit(url).netloc


def _lacks(*names: str) -> Callable[[Form], bool]:
    return lambda form: not any(first(form, name) for name in names)


CHECKS: tuple[tuple[int, Callable[[Form], bool]], ...] = (
    (21604, _lacks("To")),
    (21603, _lacks("From", "MessagingServiceSid")),
    (21602, _lacks("Body", "MediaUrl")),
    (21617, lambda form: len(first(form, "Body")) > MAX_BODY),
    (21211, lambda form: not E164.fullmatch(first(form, "To"))),
    (21212, _bad_sender),
    (21623, lambda form: len(form.get("MediaUrl", [])) > MAX_MEDIA),
    (21620, lambda form: not all(map(_is_web_address, form.get("MediaUrl", [])))),
    (21609, _bad_callback),
)
