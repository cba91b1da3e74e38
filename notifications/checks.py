"""Settings that contradict each other or the world outside, told before the first text is due."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

ENVIRONMENT = "environment"  # the tag; fieldservice.starting refuses to start on its errors
# Twilio also takes short codes as From; a name would get no answers.
FROM = re.compile(r"\+[1-9]\d{6,14}|\d{5,6}")
ONLY_HERE = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test")


@dataclass(frozen=True)
class Rule:
    """What must not be; `broken` reads the settings."""

    id: str
    broken: Callable[[], bool]
    words: str
    hint: str


@register(ENVIRONMENT)
def check_environment(
    app_configs: Sequence[AppConfig] | None = None, **_kwargs: object
) -> list[CheckMessage]:
    """One error for each rule that the environment breaks."""
    return [
        Error(rule.words, hint=rule.hint, id=f"notifications.{rule.id}")
        for rule in RULES
        if rule.broken()
    ]


def sends_for_real() -> bool:
    """Whether texts go to Twilio itself and not to the simulator or another stand-in."""
    host = urlsplit(settings.TWILIO_API_BASE_URL).hostname or ""
    return bool(settings.TWILIO_ACCOUNT_SID) and f".{host}".endswith(".twilio.com")


def is_only_here(url: str) -> bool:
    """Whether the host can't be reached from the internet, as far as its name or number tells."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(ONLY_HERE)


def _unreachable() -> bool:
    return sends_for_real() and is_only_here(settings.PUBLIC_BASE_URL)


def _without_token() -> bool:
    return bool(settings.TWILIO_ACCOUNT_SID) and not settings.TWILIO_AUTH_TOKENS


def _without_account() -> bool:
    return bool(settings.TWILIO_AUTH_TOKENS) and not settings.TWILIO_ACCOUNT_SID


def _without_sender() -> bool:
    named = settings.TWILIO_MESSAGING_SERVICE_SID or settings.TWILIO_FROM
    return bool(settings.TWILIO_ACCOUNT_SID) and not named


def _strange_from() -> bool:
    return bool(settings.TWILIO_FROM) and not FROM.fullmatch(settings.TWILIO_FROM)


def _strange_service() -> bool:
    service = settings.TWILIO_MESSAGING_SERVICE_SID
    return bool(service) and not service.startswith("MG")


def _without_travel_times() -> bool:
    try:
        return not callable(import_string(settings.TRAVEL_TIMES))
    except ImportError:
        return True


def _underscored_host() -> bool:
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname or ""
    return bool(settings.TWILIO_ACCOUNT_SID) and "_" in host


def _letters_to_nobody() -> bool:
    return sends_for_real() and settings.EMAIL_URL == "simulator:"


RULES = (
    Rule(
        "E001",
        _unreachable,
        "PUBLIC_BASE_URL is an address of this machine or network only, but texts go to Twilio.",
        "Twilio fetches photos and reports deliveries there: set PUBLIC_BASE_URL to the https:// "
        "address the world knows, or TWILIO_API_BASE_URL to the phone simulator.",
    ),
    Rule(
        "E002",
        _without_token,
        "TWILIO_ACCOUNT_SID is set, but TWILIO_AUTH_TOKEN is not.",
        "Both stand on the first page of Twilio's console.",
    ),
    Rule(
        "E003",
        _without_account,
        "TWILIO_AUTH_TOKEN is set, but TWILIO_ACCOUNT_SID is not.",
        "Both stand on the first page of Twilio's console.",
    ),
    Rule(
        "E004",
        _without_sender,
        "TWILIO_ACCOUNT_SID is set, but neither TWILIO_MESSAGING_SERVICE_SID nor TWILIO_FROM is.",
        "Name the messaging service (MG...) or the number (+1...) that texts leave from.",
    ),
    Rule(
        "E005",
        _strange_from,
        "TWILIO_FROM is not a phone number as Twilio takes it.",
        "Write it with + and country code, without spaces: +15005550006. Or give a short code.",
    ),
    Rule(
        "E006",
        _underscored_host,
        "PUBLIC_BASE_URL has an underscore in its host name: Twilio refuses such an address.",
        "Choose a name of letters, digits and hyphens.",
    ),
    Rule(
        "E007",
        _strange_service,
        "TWILIO_MESSAGING_SERVICE_SID does not begin with MG.",
        "A number belongs into TWILIO_FROM.",
    ),
    Rule(
        "E008",
        _letters_to_nobody,
        "EMAIL_URL is simulator:, but texts go to Twilio: there is no simulator to show e-mails.",
        "Name a mail server, or leave EMAIL_URL empty.",
    ),
    Rule(
        "E008",
        _without_travel_times,
        "TRAVEL_TIMES names no function that can be imported.",
        "Write its dotted name, as appointments.estimating.straight_line, or leave it out.",
    ),
)
