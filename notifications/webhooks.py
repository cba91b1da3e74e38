"""What the provider calls: signed, in any order, perhaps twice."""

import logging
import re
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from twilio.request_validator import RequestValidator

from notifications import reply_services
from notifications.models import Sender
from notifications.preparing import CALLBACK_RETRIES
from notifications.providers import twilio_codes
from notifications.rendering import sender_address
from notifications.services import take_receipt
from notifications.states import State

MOST_PICTURES = 10
MEDIA = re.compile(r"/Messages/((?:MM|SM)\w{32})/Media/(ME\w{32})$", re.ASCII)
logger = logging.getLogger(__name__)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed(view: View[P]) -> View[P]:
    """Let only the provider in: 403 for a wrong signature or another account."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_signed(request) or _account(request) != settings.TWILIO_ACCOUNT_SID:
            return HttpResponse(status=403)
        return view(request, *args, **kwargs)

    return guarded


@signed
def status(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """One step of a text's way; unknown attempts and new words are answered 200 and ignored."""
    report = twilio_codes.report(field(request, "MessageStatus"), field(request, "ErrorCode", 10))
    known = report is not None and take_receipt(
        attempt_id,
        state=State(report.stage),
        sid=field(request, "MessageSid", 40),
        now=timezone.now(),
        family=report.family,
        code=report.code,
    )
    if not known:
        logger.info("receipt for attempt %s ignored", attempt_id)
    return HttpResponse(status=200, content_type="text/xml")


@signed
def inbound(request: HttpRequest) -> HttpResponse:
    """A customer's answer. Plain text as a response would be texted to the customer."""
    reply_services.receive(
        sid=field(request, "MessageSid", 40),
        number=field(request, "From", 30),
        sender=sender_for(request),
        body=field(request, "Body", 1600),
        opt_out=field(request, "OptOutType"),
        pictures=_pictures(request),
        now=timezone.now(),
    )
    return HttpResponse("<Response/>", content_type="text/xml")


def _pictures(request: HttpRequest) -> list[str]:
    """The names of the pictures that came along; the rest of their addresses is not trusted."""
    count = field(request, "NumMedia", 2)
    numbers = range(min(int(count), MOST_PICTURES) if count.isdecimal() else 0)
    found = (MEDIA.search(field(request, f"MediaUrl{number}", 400)) for number in numbers)
    return [f"{media[1]}/{media[2]}" for media in found if media]


def is_signed(request: HttpRequest) -> bool:
    """True when one of our tokens made the signature, over the address as the world sees it."""
    given = request.headers.get("X-Twilio-Signature", "")
    address = settings.PUBLIC_BASE_URL + request.get_full_path()
    # Some stand-ins for the provider sign the switches behind the # as well.
    addresses = (address, address + CALLBACK_RETRIES)
    return bool(given) and any(
        RequestValidator(token).validate(each, request.POST, given)
        for token in settings.TWILIO_AUTH_TOKENS
        for each in addresses
    )


def field(request: HttpRequest, name: str, longest: int = 100) -> str:
    """What was posted, without the zero bytes that PostgreSQL can't keep."""
    return request.POST.get(name, "").replace("\0", "")[:longest]


def _account(request: HttpRequest) -> str:
    return request.POST.get("AccountSid", settings.TWILIO_ACCOUNT_SID)


def sender_for(request: HttpRequest) -> Sender:
    """The sender a text was for: by number or service, else the default one."""
    addresses = {field(request, "To"), field(request, "MessagingServiceSid")} - {""}
    senders = Sender.objects.select_related("business_unit").order_by("-business_unit__is_default")
    own = [sender for sender in senders if sender_address(sender) in addresses]
    return own[0] if own else senders[0]
