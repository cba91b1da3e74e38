"""Windows that were offered to somebody: which are kept, and how the office reads it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appointments.models import Appointment, WindowHold
from appointments.models.hours import WindowHoldQuerySet
from appointments.windows import hours_words


def holds_in(
    start: datetime, end: datetime, now: datetime, but: Appointment | None = None
) -> WindowHoldQuerySet:
    """Those that touch this time, and whom they are `kept_for`; not those of the visit itself."""
    holds = WindowHold.objects.open(now).overlapping(start, end)
    if but:
        holds = holds.exclude(appointment=but)
    customer = "appointment__customer__"
    called = Coalesce(NullIf(f"{customer}greeting", Value("")), f"{customer}name")
    return holds.annotate(kept_for=called)


def held_words(name: str, until: datetime, zone: ZoneInfo) -> str:
    """“Held until 2:30pm for Dana”: the clock first, as a short gap cuts off the name."""
    until = until.astimezone(zone)
    clock = hours_words(until, until, get_language() or "en")
    return _("Held until %(clock)s for %(name)s") % {"name": name, "clock": clock}
