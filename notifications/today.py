"""Today at a glance: how many need a look, and the very rows behind each number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate, TruncWeek
from django.utils.functional import cached_property

from appointments.models import Appointment, AppointmentQuerySet
from appointments.statuses import Status
from fieldservice.company.models import BusinessUnit
from notifications.models import Message, Thanks
from notifications.models.answers import ThanksQuerySet
from notifications.models.texts import MessageQuerySet
from notifications.senders import midnight
from notifications.states import State
from technicians.completeness import incomplete
from technicians.models import Technician

DAY = timedelta(days=1)
DAYS, WEEKS = 7, 12  # of the two plots
NEARLY_OVER = timedelta(minutes=30)
COMING = (Status.SCHEDULED, Status.ON_THE_WAY)
LOST = (State.FAILED, State.UNDELIVERED)
# By the word in the address of their list, as the plot stacks them.
OUTCOMES: Mapping[str, Sequence[State]] = {
    "arrived": (State.DELIVERED, State.READ),
    "sent": (State.ACCEPTED, State.SENT),
    "waiting": (State.QUEUED, State.SENDING, State.UNSETTLED, State.HELD),
    "lost": LOST,
}
THUMBS = (Thanks.Thumb.UP, Thanks.Thumb.DOWN)


@dataclass(frozen=True)
class Today:
    """This day where the unit is, and what may be asked about it; `is_narrowed` to that unit."""

    unit: BusinessUnit
    now: datetime
    is_narrowed: bool = False

    @cached_property
    def begins(self) -> datetime:
        return midnight(self.unit, self.now)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.unit.time_zone)

    def visits(self, days: int = 1) -> AppointmentQuerySet:
        """Of today, and of as many days after it."""
        begins, ends = self.begins, self.ends(days)
        visits = Appointment.objects.filter(planned_start__gte=begins, planned_start__lt=ends)
        return visits.filter(business_unit=self.unit) if self.is_narrowed else visits

    def texts(self) -> MessageQuerySet:
        """To customers."""
        texts = Message.objects.filter(appointment__isnull=False)
        return texts.filter(appointment__business_unit=self.unit) if self.is_narrowed else texts

    def thumbs(self) -> ThanksQuerySet:
        thanks = Thanks.objects.with_thumb()
        return thanks.filter(appointment__business_unit=self.unit) if self.is_narrowed else thanks

    def incomplete(self) -> QuerySet[Technician]:
        """Profiles that lack something; who belongs to no unit works for all."""
        people = incomplete(self.begins.date())
        own = Q(business_unit=self.unit) | Q(business_unit=None)
        return people.filter(own) if self.is_narrowed else people

    def ends(self, days: int = 1) -> datetime:
        """The midnight after so many days; a day may have 23 hours or 25."""
        return midnight(self.unit, self.begins + days * DAY + DAY / 2)

    def lost(self) -> MessageQuerySet:
        """Texts to customers that were lost today."""
        return self.texts().filter(state__in=LOST, changed_at__gte=self.begins)

    def texts_on(self, day: date, outcome: str) -> MessageQuerySet:
        """The texts of one column of the plot, or of one part of it."""
        begins = datetime.combine(day, datetime.min.time(), self.zone)
        ends = midnight(self.unit, begins + DAY + DAY / 2)
        texts = self.texts().filter(state__in=OUTCOMES[outcome])
        return texts.filter(changed_at__gte=begins, changed_at__lt=ends)

    def thumbs_in(self, week: date, thumb: str) -> ThanksQuerySet:
        """What was said in the week that begins on this day."""
        begins = datetime.combine(week, datetime.min.time(), self.zone)
        ends = midnight(self.unit, begins + 7 * DAY + DAY / 2)
        return self.thumbs().filter(thumb=thumb, at__gte=begins, at__lt=ends)


def _is_ahead(today: Today) -> Q:
    return Q(status=Status.SCHEDULED, arrival_window_end__gt=today.now)


def _late(today: Today) -> Q:
    """Nobody on the way and the window nearly over, or on the way and past it."""
    waiting = Q(status=Status.SCHEDULED, arrival_window_end__lte=today.now + NEARLY_OVER)
    coming = Q(status=Status.ON_THE_WAY, arrival_window_end__lt=today.now)
    said = Q(status__in=COMING, expected_at__gt=F("arrival_window_end"))
    return Q(planned_start__lt=today.ends()) & (waiting | coming | said)


# By the word in the address of their list; of today and tomorrow, who is late of today only.
VISITS: Mapping[str, Callable[[Today], Q]] = {
    "late": _late,
    "unconfirmed": lambda today: _is_ahead(today) & Q(confirmed_at=None),
    "nobody": lambda today: _is_ahead(today) & Q(technician=None),
}


def visits_in(name: str, today: Today) -> AppointmentQuerySet:
    """The visits of one of these lists."""
    return today.visits(2).filter(VISITS[name](today))


def counts(today: Today) -> dict[str, int]:
    """How many visits are in each list, and how many there are today; one query."""
    asked = {name: Count("pk", filter=wanted(today)) for name, wanted in VISITS.items()}
    whole = Count("pk", filter=Q(planned_start__lt=today.ends()) & ~Q(status=Status.CANCELED))
    return today.visits(2).order_by().aggregate(**asked, whole=whole)


def reasons(today: Today) -> list[tuple[str, int]]:
    """Why texts were lost today, the most frequent first."""
    rows = today.lost().order_by().values_list("reason").annotate(number=Count("pk"))
    return sorted(rows, key=lambda row: -row[1])


def texts_by_day(today: Today) -> dict[date, list[int]]:
    """How many texts of the last days came to which outcome, in the order of OUTCOMES."""
    first = midnight(today.unit, today.begins - (DAYS - 1) * DAY + DAY / 2)
    texts = today.texts().filter(changed_at__gte=first)
    day = TruncDate("changed_at", tzinfo=today.zone)
    rows = texts.order_by().annotate(day=day).values_list("day", "state").annotate(Count("pk"))
    begin = first.astimezone(today.zone).date()
    found = {begin + n * DAY: [0] * len(OUTCOMES) for n in range(DAYS)}
    for on, state, number in rows:
        for place, states in enumerate(OUTCOMES.values()):
            if state in states and on in found:
                found[on][place] += number
    return found


def thumbs_by_week(today: Today) -> dict[date, list[int]]:
    """Thumbs up and down of the last weeks, by the Monday they begin on."""
    day = today.begins.date()
    monday = day - timedelta(days=day.weekday())
    weeks = [monday - timedelta(weeks=n) for n in reversed(range(WEEKS))]
    first = datetime.combine(weeks[0], datetime.min.time(), today.zone)
    said = today.thumbs().filter(at__gte=first)
    week = TruncWeek("at", tzinfo=today.zone)
    rows = said.order_by().annotate(week=week).values_list("week", "thumb").annotate(Count("pk"))
    found = {each: [0] * len(THUMBS) for each in weeks}
    for at, thumb, number in rows:
        if at.date() in found:
            found[at.date()][THUMBS.index(thumb)] += number
    return found
