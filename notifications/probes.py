"""Asking an address of our own as the provider would: without redirects, without patience."""

from collections.abc import Mapping
from dataclasses import dataclass

import requests
from django.utils.translation import gettext as _

TIMEOUT = 3.0  # seconds to connect, and again to answer
BEGINNING = 16  # bytes; enough to tell a JPEG, and no address can fill our memory


@dataclass(frozen=True)
class Heard:
    """The answer, as far as it matters."""

    status: int
    content_type: str
    leads_to: str
    beginning: bytes


class SilentError(Exception):
    """No answer came; the message says why, in words."""


def ask(
    method: str,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Heard:
    """What `url` answers. Raises SilentError. Call it with addresses of our own only."""
    try:
        with requests.request(
            method,
            url,
            data=form,
            headers=headers,
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as answer:
            return Heard(
                status=answer.status_code,
                content_type=answer.headers.get("Content-Type", "").partition(";")[0],
                leads_to=answer.headers.get("Location", ""),
                beginning=next(answer.iter_content(BEGINNING), b""),
            )
    except requests.RequestException as error:
        raise SilentError(_silence(error)) from error


def fault(heard: Heard) -> str:
    """What is wrong with an answer that is not the 200 it should be, and what to do."""
    if heard.leads_to:
        return (
            _(
                "It leads on to %s, and the provider follows no redirects. PUBLIC_BASE_URL must be "
                "the final address; a proxy in front must send X-Forwarded-Proto."
            )
            % heard.leads_to.partition("?")[0]
        )
    if heard.status == 400:
        return _("It answers 400: perhaps its host is missing in ALLOWED_HOSTS.")
    if heard.status in {502, 503, 504}:
        return _("A proxy answers %s: it does not find the product behind it.") % heard.status
    return _("It answers %s: the address may lead to something else.") % heard.status


def _silence(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return _("Its certificate is not accepted. Renew it, or let the proxy send the full chain.")
    if isinstance(error, requests.Timeout):
        return _("It gave no answer within 3 seconds.")
    return _("Nothing answers there: the name is unknown, or the port is closed from here.")
