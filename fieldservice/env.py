"""Reads the environment (and `.env`) into plain values; what they are for stands in settings.py."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
TRUE = {"1", "true", "yes", "on"}
MAIL_BACKENDS = {
    "": "django.core.mail.backends.dummy",
    "file:": "django.core.mail.backends.filebased",
    "simulator:": "notifications.simulated_mail",
}
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
FALSE = {"0", "false", "no", "off", ""}


def load_dotenv(path: Path) -> None:
    """Put `NAME=value` lines of `path` into the environment; what is already there wins."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, sign, value = line.strip().removeprefix("export ").partition("=")
        if sign and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def words(name: str) -> list[str]:
    """The comma-separated values of `name`, without the empty ones."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """The comma-separated NAME=value pairs of `name`."""
    return {key: value for key, sign, value in (w.partition("=") for w in words(name)) if sign}


def boolean(name: str, default: bool) -> bool:
    return _parsed(name, str(default), _boolean, "true or false")


def number(name: str, default: float) -> float:
    """A number that is not negative."""
    return _parsed(name, str(default), _not_negative, "a number, 0 or more")


def port(name: str, default: int) -> int:
    return _parsed(name, str(default), _port, "a port between 1 and 65534")


def url(name: str, default: str) -> str:
    """An http(s) address without its closing slash."""
    return _parsed(name, default, _http_url, "an address that begins with http:// or https://")


@dataclass(frozen=True)
class MailServer:
    """Where e-mails go; `backend` is the package of a Django e-mail backend."""

    backend: str = "django.core.mail.backends.dummy"
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    service: str = ""  # of django-anymail


def mail_server(name: str) -> MailServer:
    """smtp+tls://user:password@host, smtps://..., smtp://..., a mail service as anymail:postmark.

    file: keeps them in files, simulator: shows them beside the phones.
    """
    try:
        return _mail_server(text(name))
    except ValueError:
        # Without its cause, as the address holds a password.
        wanted = (
            "smtp+tls://user:password@host, smtps://..., smtp://..., anymail:service, file: or "
            "simulator:"
        )
        raise ImproperlyConfigured(f"{name} must be {wanted}.") from None


def _parsed(name: str, default: str, parse: Callable[[str], T], wanted: str) -> T:
    value = text(name, default)
    try:
        return parse(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}, but must be {wanted}.") from error


def _boolean(value: str) -> bool:
    if value.lower() not in TRUE | FALSE:
        raise ValueError(value)
    return value.lower() in TRUE


def _not_negative(value: str) -> float:
    parsed = float(value)
    if not 0 <= parsed < float("inf"):
        raise ValueError(value)
    return parsed


def _port(value: str) -> int:
    parsed = int(value)
    # The simulator listens on the next port, so the last one is out.
    if not 0 < parsed < 65535:
        raise ValueError(value)
    return parsed


def _mail_server(value: str) -> MailServer:
    if value in MAIL_BACKENDS:
        return MailServer(MAIL_BACKENDS[value])
    parts = urlsplit(value)
    if parts.scheme == "anymail" and re.fullmatch(r"[a-z_]+", parts.path):
        return MailServer(f"anymail.backends.{parts.path}", service=parts.path)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ValueError(value)
    return MailServer(
        "django.core.mail.backends.smtp",
        host=parts.hostname,
        port=parts.port or MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
    )


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(value)
    return value.rstrip("/")
