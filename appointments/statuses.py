"""The life of a visit: its statuses and which may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    ON_THE_WAY = "on_the_way", _("On the way")
    ARRIVED = "arrived", _("Arrived")
    DONE = "done", _("Done")
    CANCELED = "canceled", _("Canceled")
    NO_ACCESS = "no_access", _("No access")


NEXT: dict[Status, frozenset[Status]] = {
    Status.SCHEDULED: frozenset(
        {Status.ON_THE_WAY, Status.ARRIVED, Status.DONE, Status.CANCELED, Status.NO_ACCESS}
    ),
    # Back to scheduled: a tap too early is taken back.
    Status.ON_THE_WAY: frozenset(
        {Status.SCHEDULED, Status.ARRIVED, Status.DONE, Status.CANCELED, Status.NO_ACCESS}
    ),
    Status.ARRIVED: frozenset({Status.DONE, Status.NO_ACCESS}),
    Status.DONE: frozenset(),
    Status.CANCELED: frozenset(),
    Status.NO_ACCESS: frozenset(),
}
# In these a technician's time is taken, and nobody else's visit may overlap it.
LIVE = frozenset({Status.SCHEDULED, Status.ON_THE_WAY, Status.ARRIVED})


def may_follow(old: Status, new: Status) -> bool:
    return new in NEXT[old]


def may_go_back(old: Status, new: Status) -> bool:
    """Whether a tap too many may be taken back; what a customer was told of stays."""
    return old != Status.CANCELED and may_follow(new, old)
