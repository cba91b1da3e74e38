"""What each step to a first real text looks at, and the words for what it finds.

The only addresses asked are our own public one and the provider's, both from the environment.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from twilio.request_validator import RequestValidator

from notifications.checks import is_only_here, sends_for_real
from notifications.probes import ask, fault
from notifications.providers import provider
from notifications.providers.base import Finding, Provider, ProviderError, SetUpError
from notifications.sender_words import BUSY, FINDINGS, trouble

JPEG = b"\xff\xd8\xff"
BAD = {
    Finding.UNKNOWN,
    Finding.WITHOUT_NUMBERS,
    Finding.NOT_REGISTERED,
    Finding.REGISTRATION_REFUSED,
}
GOOD = {Finding.FOUND, Finding.REGISTERED}


class Verdict(TextChoices):
    OK = "ok", gettext_lazy("OK")
    NOT_YET = "not_yet", gettext_lazy("Not yet")
    FAILED = "failed", gettext_lazy("Failed")
    UNCHECKED = "unchecked", gettext_lazy("Not checked")


@dataclass(frozen=True)
class Result:
    """What came of one step, and in words what that means and what to do."""

    verdict: Verdict
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What is looked at; read before the threads begin, as they never touch the database."""

    photo_url: str
    sender: str
    # A server with one thread can't answer its own question.
    can_ask_itself: bool
    make_provider: Callable[[], Provider] = provider


def account(_subject: Subject) -> Result:
    """Whether texts go to the provider itself."""
    if sends_for_real():
        return Result(Verdict.OK, (_("Texts go to Twilio."),))
    if settings.TWILIO_ACCOUNT_SID:
        told = _("Texts go to the phone simulator, not to phones.")
    else:
        told = _("There is no account, so texts wait.")
    todo = _(
        "For real texts put TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and "
        "TWILIO_MESSAGING_SERVICE_SID or TWILIO_FROM into .env, without TWILIO_API_BASE_URL, and "
        "start the product again."
    )
    return Result(Verdict.NOT_YET, (told, todo))


def public_address(subject: Subject) -> Result:
    """Whether our public address answers as the world would ask it."""
    address = settings.PUBLIC_BASE_URL
    if is_only_here(address):
        told = _("%s can be reached from this machine or network only.") % address
        todo = _("Set PUBLIC_BASE_URL to the https:// address the internet knows.")
        return Result(Verdict.NOT_YET, (told, todo))
    if not address.startswith("https://"):
        told = _("%s is not safe: what customers and the provider send can be read.") % address
        return Result(Verdict.NOT_YET, (told, _("Set PUBLIC_BASE_URL to an https:// address.")))
    if not subject.can_ask_itself:
        return _busy_with_asking()
    return answering(address)


def answering(address: str) -> Result:
    """Whether it is the product that answers at this address of ours."""
    heard = ask("GET", f"{address}/healthz")
    if heard.status != 200 or not heard.beginning.startswith(b"ok"):
        return Result(Verdict.FAILED, (fault(heard),))
    return Result(Verdict.OK, (_("%s answers.") % address,))


def photo(subject: Subject) -> Result:
    """Whether a photo is handed out as the provider fetches it."""
    if not subject.photo_url:
        todo = _("No technician has a photo in use. Add one, then check again.")
        return Result(Verdict.NOT_YET, (todo,))
    if not subject.can_ask_itself:
        return _busy_with_asking()
    for method, beginning in (("HEAD", b""), ("GET", JPEG)):
        heard = ask(method, subject.photo_url)
        if heard.status != 200:
            return Result(Verdict.FAILED, (fault(heard),))
        if heard.content_type != "image/jpeg" or not heard.beginning.startswith(beginning):
            return Result(Verdict.FAILED, (_("It answers with something else than the photo."),))
    return Result(Verdict.OK, (_("The newest photo is handed out, without a redirect."),))


def callback(subject: Subject) -> Result:
    """Whether the hook for delivery reports lets in the provider and nobody else."""
    if not settings.TWILIO_AUTH_TOKENS:
        return Result(Verdict.NOT_YET, (_("There is no token yet to sign with."),))
    if not subject.can_ask_itself:
        return _busy_with_asking()
    if _report(settings.TWILIO_AUTH_TOKENS[0]) != 200:
        told = _("A report signed as the provider signs it was refused.")
        todo = _("A proxy may change the address on its way: path, host and query must stay.")
        return Result(Verdict.FAILED, (told, todo))
    if _report("forged") != 403:
        return Result(Verdict.FAILED, (_("A forged report was taken. Tell your developers."),))
    return Result(Verdict.OK, (_("Signed reports are taken, forged ones are refused."),))


def _report(token: str) -> int:
    """What our own hook answers to a report about a text that does not exist."""
    address = settings.PUBLIC_BASE_URL + reverse("twilio_status", args=[uuid.uuid4()])
    form = {
        "AccountSid": settings.TWILIO_ACCOUNT_SID,
        "MessageSid": "SM" + "0" * 32,
        "MessageStatus": "sent",
    }
    signature = RequestValidator(token).compute_signature(address, form)
    return ask("POST", address, form=form, headers={"X-Twilio-Signature": signature}).status


def sender(subject: Subject) -> Result:
    """What the provider tells of the number or service texts leave from."""
    if not subject.sender:
        return Result(Verdict.NOT_YET, (_("No number or service is named to send from."),))
    if not sends_for_real():
        return Result(Verdict.NOT_YET, (_("The phone simulator needs no registration."),))
    hooks = (
        settings.PUBLIC_BASE_URL + reverse(name) for name in ("twilio_inbound", "twilio_voice")
    )
    try:
        found = subject.make_provider().check_sender(subject.sender, *hooks)
    except SetUpError as error:
        return Result(Verdict.FAILED, (str(trouble(error.code)),))
    except ProviderError:
        return Result(Verdict.FAILED, (str(BUSY),))
    return Result(_verdict(found), tuple(str(FINDINGS[finding]) for finding in found))


def _verdict(found: Iterable[Finding]) -> Verdict:
    if BAD.intersection(found):
        return Verdict.FAILED
    return Verdict.OK if GOOD.issuperset(found) else Verdict.NOT_YET


def _busy_with_asking() -> Result:
    told = _("This server answers one request at a time, so it can't ask itself.")
    return Result(Verdict.NOT_YET, (told, _("Start gunicorn with --threads 8 and check again.")))
