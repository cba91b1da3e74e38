"""How long a way takes: on a straight line, from where the technician was last."""

from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from appointments.estimates import estimated
from appointments.estimating import Place, straight_line
from appointments.models import Appointment, Location
from appointments.statuses import Status
from technicians.models import Technician
from tests.factories import make_customer
from tests.spine import NOW, Day

HOME, TEN_KILOMETERS_NORTH = Place(40.7, -74.0), Place(40.79, -74.0)


@pytest.mark.parametrize(
    ("end", "minutes"), [(HOME, 5), (TEN_KILOMETERS_NORTH, 25), (Place(40.7, -73.88), 25)]
)
def test_a_straight_line_is_made_longer_by_roads_and_setting_out(end: Place, minutes: int) -> None:
    way = straight_line(HOME, end, NOW)
    assert way is not None
    assert round(way.total_seconds() / 60) == minutes


def an_hour(start: Place, end: Place, leaving: datetime) -> timedelta:
    """A routing service of one's own."""
    return timedelta(hours=1)


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    """The next one, ten kilometers from the last."""
    last = day.book(maya, hours=1)
    there = day.book(maya, make_customer("Sam Ito", phone="+12025550124"), hours=3)
    for each, place in ((last, HOME), (there, TEN_KILOMETERS_NORTH)):
        each.location = Location.objects.create(
            customer=each.customer, address="1 A St", **vars(place)
        )
        each.save()
    day.edit(last, status=Status.DONE)
    return there


@pytest.mark.django_db
def test_the_way_starts_where_the_technician_was_last(day: Day, visit: Appointment) -> None:
    way = estimated(visit, day.now)
    assert way is not None
    assert round(way.total_seconds() / 60) == 25


@pytest.mark.django_db
def test_who_was_nowhere_lately_has_no_way_to_reckon(day: Day, visit: Appointment) -> None:
    assert estimated(visit, day.later(hours=5).now) is None


@pytest.mark.django_db
def test_without_a_place_on_the_map_no_way_is_reckoned(day: Day, visit: Appointment) -> None:
    Location.objects.update(latitude=None)
    visit.refresh_from_db()
    assert estimated(visit, day.now) is None


@pytest.mark.django_db
def test_another_way_of_reckoning_can_be_plugged_in(day: Day, visit: Appointment) -> None:
    with override_settings(TRAVEL_TIMES="tests.test_estimating.an_hour"):
        assert estimated(visit, day.now) == timedelta(hours=1)
