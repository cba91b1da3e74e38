"""Owns how long a way takes on a straight line; another way of reckoning can be plugged in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Protocol

EARTH = 6371.0  # kilometers
ROADS = 1.35  # how much longer roads are than the straight line
SPEED = 40.0  # kilometers an hour, lights and parking included
SETTING_OUT = timedelta(minutes=5)


@dataclass(frozen=True)
class Place:
    """A point on the map, in degrees."""

    latitude: float
    longitude: float


class TravelTimes(Protocol):
    """What `TRAVEL_TIMES` names; it answers within a second or two, as a person waits."""

    def __call__(self, start: Place, end: Place, leaving: datetime) -> timedelta | None:
        """How long the way takes; None where that is not known. It raises nothing."""


def straight_line(start: Place, end: Place, leaving: datetime) -> timedelta | None:
    """The way as the crow flies, made longer, at the same speed at any hour."""
    return SETTING_OUT + timedelta(hours=_kilometers(start, end) * ROADS / SPEED)


def _kilometers(start: Place, end: Place) -> float:
    north = radians(end.latitude - start.latitude)
    east = radians(end.longitude - start.longitude)
    across = cos(radians(start.latitude)) * cos(radians(end.latitude))
    half = sin(north / 2) ** 2 + across * sin(east / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))
