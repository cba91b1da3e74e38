"""How long the technician's way to a visit takes, from where the last one was."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from appointments.estimating import Place, TravelTimes
from appointments.models import Appointment, Location
from appointments.statuses import Status

LEFT_LATELY = timedelta(hours=4)
WAS_THERE = (Status.ARRIVED, Status.DONE, Status.NO_ACCESS)


def estimated(visit: Appointment, now: datetime) -> timedelta | None:
    """The way to `visit` for who sets out now; None where it can't be reckoned."""
    start, end = _last_place(visit, now), _place(visit.location)
    if start is None or end is None:
        return None
    travel_times: TravelTimes = import_string(settings.TRAVEL_TIMES)
    return travel_times(start, end, now)


def _last_place(visit: Appointment, now: datetime) -> Place | None:
    lately = Appointment.objects.filter(
        technician=visit.technician_id, status__in=WAS_THERE, status_at__gt=now - LEFT_LATELY
    ).exclude(pk=visit.pk)
    last = lately.select_related("location").order_by("-status_at").first()
    return _place(last.location) if last and visit.technician_id else None


def _place(location: Location | None) -> Place | None:
    if location is None or location.latitude is None or location.longitude is None:
        return None
    return Place(location.latitude, location.longitude)
