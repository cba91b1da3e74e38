"""What the provider asks while it rings the person on call about an alarm."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from notifications import door_services, door_voice
from notifications.door_voice import Briefing
from notifications.models import AlarmCall
from notifications.webhooks import field, signed


@signed
def answered(_request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """They picked up: what it is about."""
    call = _call(pk)
    if call.alarm.ended_at or call.alarm.taken_at:
        return _too_late(call)
    key_url = settings.PUBLIC_BASE_URL + reverse("alarm_call_key", args=[pk])
    return _twiml(door_voice.announce(_briefing(call), key_url))


@signed
def key_pressed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """1 takes it; any other key hears it again."""
    call = _call(pk)
    if field(request, "Digits") != door_voice.TAKES:
        return answered(request, pk)
    if not door_services.take_by_phone(call=call, now=timezone.now()):
        call.alarm.refresh_from_db()
        return _too_late(call)
    caller = field(request, "From", 30)
    return _twiml(door_voice.put_through(_briefing(call), call.alarm.number, caller=caller))


@signed
def over(_request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The call has ended, or nobody came to the phone."""
    door_services.call_ended(call=_call(pk))
    return HttpResponse("<Response/>", content_type="text/xml")


def _call(pk: uuid.UUID) -> AlarmCall:
    visit = "alarm__appointment"
    names = ("customer", "location", "business_unit", "technician")
    calls = AlarmCall.objects.select_related(*(f"{visit}__{name}" for name in names))
    return get_object_or_404(calls, pk=pk)


def _briefing(call: AlarmCall) -> Briefing:
    visit = call.alarm.appointment
    return Briefing(
        language=visit.business_unit.language,
        source=call.alarm.source,
        company=visit.business_unit.text_name,
        customer=visit.contact_name or visit.customer.name,
        technician=visit.technician.first_name if visit.technician else "",
        address=visit.location.address if visit.location else "",
    )


def _too_late(call: AlarmCall) -> HttpResponse:
    is_over = call.alarm.ended_at is not None
    return _twiml(door_voice.too_late(_briefing(call), is_over=is_over))


def _twiml(answer: str) -> HttpResponse:
    return HttpResponse(answer, content_type="text/xml")
