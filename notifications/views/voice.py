"""Calls to the number that texts: what the provider asks, and the private player of messages."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fieldservice.company.access import office, signed_in
from fieldservice.company.looking import looked
from fieldservice.company.models import Look
from notifications import voice, voice_services
from notifications.models import CallTask, PhoneCall
from notifications.providers import twilio_voice
from notifications.providers.base import ProviderError
from notifications.providers.twilio_media import Media
from notifications.voice_services import Caller
from notifications.webhooks import field, sender_for, signed

ANSWERED = {"completed", "answered"}
A_PART = re.compile(r"bytes=(\d+)-(\d*)")


@signed
def ring(request: HttpRequest) -> HttpResponse:
    """Somebody calls: put through to the unit's person, or asked to leave a message."""
    now, dialed = timezone.now(), field(request, "To", 30)
    caller = voice_services.ring(
        sid=field(request, "CallSid", 40),
        number=field(request, "From", 30),
        sender=sender_for(request),
        now=now,
    )
    person = voice_services.person_to_ring(caller=caller, dialed=dialed, now=now)
    if not person:
        return _take_message(caller)
    pk = caller.call.pk
    return _twiml(
        voice.put_through(
            person,
            caller.call.number,
            whisper_url=_address("voice_whisper", pk),
            over_url=_address("voice_over", pk),
        )
    )


@signed
def whisper(request: HttpRequest, pk: int) -> HttpResponse:
    """The person picked up: who it is, before the two are connected."""
    caller = _caller(pk)
    lines = caller.person_lines
    return _twiml(
        voice.whisper(
            lines,
            caller=caller.name,
            visit=caller.visit_words(lines.language),
            take_url=_address("voice_take", pk),
        )
    )


@signed
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The person pressed a key."""
    voice_services.end(call=_caller(pk).call, answered=True, now=timezone.now())
    return _twiml(voice.connect())


@signed
def over(request: HttpRequest, pk: int) -> HttpResponse:
    """The ringing ended: they have spoken, or nobody came to the phone."""
    caller = _caller(pk)
    bridged = field(request, "DialBridged")
    status_says = field(request, "DialCallStatus") in ANSWERED
    if bridged == "true" or (not bridged and status_says):
        voice_services.end(call=caller.call, answered=True, now=timezone.now())
        return _twiml(voice.hang_up())
    return _take_message(caller)


@signed
def left(request: HttpRequest, pk: int) -> HttpResponse:
    """A message was left; what is on it comes by the way of `recorded`."""
    return _twiml(voice.goodbye(_caller(pk).lines, "thanks"))


@signed
def recorded(request: HttpRequest, pk: int) -> HttpResponse:
    """The message can be heard."""
    seconds = field(request, "RecordingDuration", 6)
    voice_services.keep_message(
        call=_caller(pk).call,
        recording=field(request, "RecordingSid", 40),
        seconds=int(seconds) if seconds.isdecimal() else 0,
        now=timezone.now(),
    )
    return HttpResponse("<Response/>", content_type="text/xml")


@office
@never_cache
@require_safe
def voicemail(request: HttpRequest, pk: int) -> HttpResponse:
    """The message of one call, for those who may know of the call."""
    shown = CallTask.objects.shown_to(signed_in(request)).exclude(phone_call=None)
    task = get_object_or_404(shown.select_related("phone_call"), pk=pk)
    if task.phone_call is None or not task.phone_call.recording_sid:
        raise Http404
    part = A_PART.fullmatch(request.headers.get("Range", ""))
    # A player fetches one message in many pieces: only the first is a new listening.
    if part is None or int(part[1]) == 0:
        looked(request, Look.What.VOICEMAIL, task.phone_call_id)
    try:
        sound = twilio_voice.recording(task.phone_call.recording_sid)
    except ProviderError:
        return HttpResponse(status=502)
    return _played(request, sound)


def _played(request: HttpRequest, sound: Media) -> HttpResponse:
    """The sound, or the part of it asked for: some browsers play nothing else."""
    part = A_PART.fullmatch(request.headers.get("Range", ""))
    size = len(sound.content)
    first = int(part[1]) if part else 0
    last = min(int(part[2]), size - 1) if part and part[2] else size - 1
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = HttpResponse(sound.content[first : last + 1], content_type=sound.content_type)
    answer.headers["Accept-Ranges"] = "bytes"
    if part:
        answer.status_code = 206
        answer.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return answer


def _take_message(caller: Caller) -> HttpResponse:
    now = timezone.now()
    voice_services.end(call=caller.call, answered=False, now=now)
    is_closed, opens = voice_services.opening_words(caller=caller, now=now)
    pk = caller.call.pk
    return _twiml(
        voice.take_message(
            caller.lines,
            is_closed=is_closed,
            opens=opens,
            left_url=_address("voice_left", pk),
            recorded_url=_address("voice_recorded", pk),
        )
    )


def _caller(pk: int) -> Caller:
    known = PhoneCall.objects.select_related("customer", "sender__business_unit", "appointment")
    return voice_services.caller_of(get_object_or_404(known, pk=pk))


def _address(name: str, pk: int) -> str:
    return settings.PUBLIC_BASE_URL + reverse(name, args=[pk])


def _twiml(answer: str) -> HttpResponse:
    return HttpResponse(answer, content_type="text/xml")
