"""Owns how late one may say to be, when to expect them then, and how long a tap can be undone."""

from datetime import datetime, timedelta

DELAYS = ("10", "20", "30")  # minutes, as buttons send them
WAYS = ("5", "10", "15", "20", "25", "30", "40", "50", "60", "75", "90")
STEP = timedelta(minutes=5)
UNDO_FOR = timedelta(minutes=1)


def seconds_left(at: datetime, now: datetime) -> int:
    """For how long a tap of then can still be taken back."""
    return max(0, int((at + UNDO_FOR - now).total_seconds()))


def in_minutes(way: timedelta) -> str:
    """The offered minutes that are enough for this way, or the most there are."""
    return next((each for each in WAYS if timedelta(minutes=int(each)) >= way), WAYS[-1])


def expected(at: datetime, planned: datetime, delay: timedelta) -> datetime:
    """When they will be there, to five minutes: from now on, or from when it is planned."""
    return rounded_up(max(at, planned) + delay)


def rounded_up(moment: datetime) -> datetime:
    """To the next five minutes."""
    past = timedelta(
        minutes=moment.minute % 5, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment + STEP - past if past else moment
