"""What every page of the office shows: texts that don't leave, who rings, how many wait."""

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.functional import Promise

from fieldservice.company.models import User
from notifications import door_cards, sender_words, senders
from notifications.inbox import unread_threads
from notifications.models import Alarm, CallTask, PhoneCall, Sender
from notifications.voice_services import Caller, caller_of

register = template.Library()


@register.inclusion_tag("notifications/_alarms.html")
def alarms() -> Mapping[str, object]:
    """Why texts don't leave, if they don't."""
    now = timezone.now()
    pulse, last = senders.worker_pulse(now)
    return {
        "stopped": _stopped(),
        "is_down": pulse == "down",
        "last_sign": last,
        "ringing": _ringing(now),
    }


@register.inclusion_tag("notifications/_alarms_door.html", takes_context=True)
def door_alarms(context: Context) -> Mapping[str, object]:
    """Who is not sure of the person at their door."""
    cards = door_cards.cards()
    csrf_token = context.get("csrf_token", "")
    return {"cards": cards, "stamp": door_cards.stamp(cards), "csrf_token": csrf_token}


@register.simple_tag
def open_calls(person: User) -> int:
    """How many calls this person may have to make, alarms first."""
    return CallTask.objects.open().shown_to(person).count() + Alarm.objects.open().count()


@register.simple_tag
def unread_answers(person: User) -> int:
    """From how many phones this person has something to read."""
    return unread_threads(person)


def _ringing(now: datetime) -> list[tuple[Caller, bool]]:
    """Who calls around the window of their visit, and whether it still rings."""
    calls = PhoneCall.objects.near_the_door(now).select_related("sender__business_unit")
    return [(caller_of(call), call.still_rings(now)) for call in calls[:5]]


def _stopped() -> list[tuple[Sender, Promise]]:
    stopped = Sender.objects.exclude(stopped_code="").select_related("business_unit")
    return [(sender, sender_words.trouble(sender.stopped_code)) for sender in stopped]
