"""How the office says where a visit stands at this minute: the first line of “where is he?”."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appointments.models import Appointment
from appointments.statuses import Status

SOON = timedelta(hours=4)  # before that a window says more than a number of minutes


def standing(visit: Appointment, now: datetime) -> str:
    """“On the way for 14 min, there about 10:40 a.m.”"""
    return ", ".join(filter(None, _STANDING[Status(visit.status)](visit, now)))


def _scheduled(visit: Appointment, now: datetime) -> list[str]:
    opens, ends = visit.arrival_window_start, visit.arrival_window_end
    if now < opens:
        ahead = _("expected in %(time)s") % {"time": minutes(opens - now)}
        return [_("Not on the way yet"), _late(visit) or (ahead if opens - now <= SOON else "")]
    left = _("the window ends in %(time)s") % {"time": minutes(ends - now)}
    return [_("Not on the way yet"), _past(visit, now) or left, _late(visit)]


def _on_the_way(visit: Appointment, now: datetime) -> list[str]:
    since = _("On the way for %(time)s") % {"time": minutes(now - visit.status_at)}
    return [since, _late(visit), _past(visit, now)]


def _arrived(visit: Appointment, now: datetime) -> list[str]:
    return [_("There for %(time)s") % {"time": minutes(now - visit.status_at)}]


def _over(visit: Appointment, now: datetime) -> list[str]:
    return [f"{visit.get_status_display()} {_clock(visit.status_at, visit)}"]


_STANDING: dict[Status, Callable[[Appointment, datetime], list[str]]] = {
    Status.SCHEDULED: _scheduled,
    Status.ON_THE_WAY: _on_the_way,
    Status.ARRIVED: _arrived,
    Status.DONE: _over,
    Status.CANCELED: _over,
    Status.NO_ACCESS: _over,
}


def _late(visit: Appointment) -> str:
    if visit.expected_at is None:
        return ""
    return _("there about %(clock)s") % {"clock": _clock(visit.expected_at, visit)}


def _past(visit: Appointment, now: datetime) -> str:
    over = now - visit.arrival_window_end
    return _("%(time)s past the window") % {"time": minutes(over)} if over > timedelta() else ""


def minutes(span: timedelta) -> str:
    """“14 min”, “2 h 5 min”, “3 days”; never less than nothing."""
    total = max(0, int(span.total_seconds() // 60))
    hours, rest = divmod(total, 60)
    if hours >= 48:
        return _("%(days)s days") % {"days": hours // 24}
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    return _("%(minutes)s min") % {"minutes": rest}


def _clock(moment: datetime, visit: Appointment) -> str:
    return date_format(moment.astimezone(visit.zone), "TIME_FORMAT")
