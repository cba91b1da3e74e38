"""What a customer needs to be told, and when: pure functions of what they know and what is true."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.states import Kind

CALM = timedelta(seconds=60)  # changes closer together than this become one text
FAR_AHEAD = timedelta(hours=48)
URGENT_WITHIN = timedelta(hours=12)
DAY_BEFORE_AT = time(10)
ON_THE_DAY = {Kind.ON_MY_WAY, Kind.LATE, Kind.AS_PLANNED}
NAME_THE_HOUR = {Kind.ON_MY_WAY, Kind.LATE}
CHANGES = {Kind.NEW_FACE, Kind.RESCHEDULE, Kind.CANCEL} | ON_THE_DAY


@dataclass(frozen=True)
class Picture:
    """A visit as a customer pictures it: who comes (id and first name, "" for nobody) and when.

    `expected` is the moment named by who is on the way or late, "" for none.
    """

    technician: str
    name: str
    start: str
    end: str
    canceled: bool = False
    on_the_way: bool = False
    expected: str = ""

    def as_dict(self) -> dict[str, object]:
        # A worker of the release before knows no names but the first five.
        later = {"on_the_way", "expected"}
        return {name: value for name, value in asdict(self).items() if value or name not in later}

    def same_as(self, other: "Picture") -> bool:
        """Equal in all that matters; a corrected name alone is no news."""
        return replace(self, name="") == replace(other, name="")


@dataclass(frozen=True)
class Quiet:
    """The hours in which no text goes out that can wait, in one zone; or none at all, `for_all`."""

    begins: time
    ends: time
    zone: ZoneInfo
    for_all: bool = False

    def until(self, moment: datetime) -> datetime:
        """`moment` itself, or the end of the quiet hours it falls into."""
        local = moment.astimezone(self.zone)
        if not self._covers(local.time()):
            return moment
        next_day = self.begins > self.ends and local.time() >= self.begins
        end = self._after(moment, local.date() + timedelta(days=next_day))
        return end.astimezone(moment.tzinfo)

    def _covers(self, clock: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends

    def _after(self, moment: datetime, day: date) -> datetime:
        """The end of the quiet hours on `day`; on a DST night it may come twice, or be moved."""
        end = datetime.combine(day, self.ends, tzinfo=self.zone)
        both = (end.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        return min(each for each in both if each > moment)


def next_kind(known: Picture | None, true: Picture) -> Kind | None:
    """The text that brings a customer from what they know to what is true; None when they know."""
    if true.canceled:
        return Kind.CANCEL if known and not known.canceled else None
    if known is None:
        return _first(true)
    return None if known.same_as(true) else _news(known, true)


def as_told_by(kind: Kind, true: Picture, known: Picture | None) -> Picture:
    """The visit as a customer pictures it after a text of this kind: not all name the hour."""
    names_it = kind in NAME_THE_HOUR or (known is not None and known.expected == true.expected)
    return true if names_it else replace(true, expected="")


def _first(true: Picture) -> Kind:
    if true.on_the_way:
        return Kind.ON_MY_WAY
    return Kind.INTRODUCTION if true.technician else Kind.CONFIRMATION


def _news(known: Picture, true: Picture) -> Kind:
    heard_of_them = known.on_the_way and known.technician == true.technician
    if true.on_the_way and not heard_of_them:
        return Kind.ON_MY_WAY  # it shows who, and soon is when
    if (known.start, known.end) != (true.start, true.end):
        return Kind.RESCHEDULE
    if known.technician == true.technician:
        return Kind.LATE if true.expected and true.expected != known.expected else Kind.AS_PLANNED
    return _other_face(known, true)


def _other_face(known: Picture, true: Picture) -> Kind:
    if not true.technician:
        return Kind.CONFIRMATION
    return Kind.NEW_FACE if known.technician else Kind.INTRODUCTION


def send_after(
    kind: Kind, *, now: datetime, last_told_at: datetime | None, starts: datetime, zone: ZoneInfo
) -> datetime:
    """When a change may be told: in a calm minute, and far-off new faces on the day before."""
    if kind == Kind.NEW_FACE and starts - now > FAR_AHEAD:
        day_before = starts.astimezone(zone).date() - timedelta(days=1)
        return datetime.combine(day_before, DAY_BEFORE_AT, tzinfo=zone).astimezone(now.tzinfo)
    if kind == Kind.CANCEL or last_told_at is None:
        return now
    return max(now, last_told_at + CALM)


def after_quiet_hours(
    kind: Kind, moment: datetime, *, quiet: Quiet | None, starts: datetime, on_the_phone: bool
) -> datetime:
    """`moment`, or later where it falls into quiet hours and the text can wait."""
    if quiet is None or (on_the_phone and kind not in CHANGES):
        return moment
    later = quiet.until(moment)
    # Nobody is served by a text that waits until the technician is at the door.
    cannot_wait = is_urgent(kind, starts - moment) or later >= starts
    return moment if cannot_wait and not quiet.for_all else later


def is_urgent(kind: Kind, ahead: timedelta) -> bool:
    """Whether this news of a visit that starts so soon can't wait for the morning."""
    return kind in CHANGES and ahead <= URGENT_WITHIN
