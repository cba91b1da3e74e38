"""What a text says when it leaves, of whom, and in which form."""

import pytest

from appointments.models import Customer
from notifications import delivery, outcomes
from notifications.claiming import claim
from notifications.models import DetailTold
from notifications.providers.base import (
    Accepted,
    AmbiguousError,
    Family,
    RefusedError,
)
from notifications.states import State
from technicians.models import Consent, Technician
from technicians.services import grant, withdraw
from tests.factories import make_customer, make_technician
from tests.spine import NOW, OFFICE, Day, attempts, last, with_photo

pytestmark = pytest.mark.django_db
FOOTBALL, BREAD = "plays football on Sundays", "bakes sourdough"


@pytest.fixture
def maya() -> Technician:
    return make_technician("Maya Lopez", interests=[FOOTBALL, BREAD])


def test_the_first_text_has_the_opt_out_words_and_the_second_has_not(
    day: Day, maya: Technician
) -> None:
    customer = make_customer()
    day.book(maya, customer)
    first = day.deliver()[0].body
    day.book(maya, customer, hours=48)
    second = day.deliver()[0].body
    assert ("STOP" in first, "STOP" in second) == (True, False)


def test_a_household_hears_the_opt_out_words_once(day: Day) -> None:
    day.book(customer=make_customer("Dana Webb"))
    day.deliver()
    day.book(customer=make_customer("Lee Webb"))
    assert "STOP" not in day.deliver()[0].body


def test_what_maya_says_of_herself_is_told_once(day: Day, maya: Technician) -> None:
    maya.lines.create(kind="opener", language="en", text="I tidy up", renewed_at=NOW)
    grant(by=OFFICE, technician=maya, fields=[Consent.Field.OPENER], now=NOW)
    customer = make_customer()
    day.book(maya, customer)
    day.book(maya, customer, hours=48)
    assert ["I tidy up" in text.body for text in day.deliver()] == [True, False]
    day.book(maya, customer, hours=72)
    assert "I tidy up" not in day.deliver()[0].body


def test_each_detail_is_told_to_a_customer_once_ever(day: Day, maya: Technician) -> None:
    customer = make_customer()
    bodies = []
    for days in (1, 2, 3):
        day.book(maya, customer, hours=24 * days)
        bodies.append(day.deliver()[0].body)
    assert [(FOOTBALL in body, BREAD in body) for body in bodies] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_another_customer_hears_the_same_detail(day: Day, maya: Technician) -> None:
    day.book(maya, make_customer("Dana Webb"))
    day.book(maya, make_customer("Ben Ito", phone="+12025550199"), hours=48)
    assert all(FOOTBALL in text.body for text in day.deliver())


def test_two_texts_that_leave_together_tell_two_details(day: Day, maya: Technician) -> None:
    customer = make_customer()
    day.book(maya, customer)
    day.book(maya, customer, hours=48)
    bodies = [text.body for text in day.deliver()]
    assert sum(FOOTBALL in body for body in bodies) == sum(BREAD in body for body in bodies) == 1


def test_a_detail_in_a_text_that_may_have_left_is_not_told_again(
    day: Day, maya: Technician
) -> None:
    customer = make_customer()
    day.provider.answers = [AmbiguousError(Family.AMBIGUOUS)]
    day.book(maya, customer)
    day.deliver()
    day.book(maya, customer, hours=48)
    assert FOOTBALL not in day.deliver()[0].body


def test_a_refused_text_has_told_nothing(day: Day, maya: Technician) -> None:
    day.provider.answers = [RefusedError(Family.CONTENT, "30007")]
    day.book(maya)
    day.deliver()
    assert not DetailTold.objects.exists()


def test_a_line_deleted_while_it_is_on_its_way_stops_nothing(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    (leaving,) = delivery.ready(claim(NOW, 9), NOW)
    maya.lines.all().delete()
    outcomes.accepted([(leaving.attempt, Accepted("MEM1"))], NOW)
    assert last(visit).state == State.ACCEPTED
    assert not DetailTold.objects.exists()


@pytest.mark.parametrize(
    ("field", "words"), [("interest", FOOTBALL), ("tenure", "years with us"), ("skills", "gas")]
)
def test_a_consent_withdrawn_after_planning_leaves_the_words_out(
    day: Day, field: str, words: str
) -> None:
    maya = make_technician("Maya Lopez", interests=[FOOTBALL], skills=["gas"])
    day.book(maya)
    day.book(maya, make_customer("Ben Ito", phone="+12025550199"), hours=48)
    leaving = claim(NOW, 1)
    assert words in next(delivery.ready(leaving, NOW)).outgoing.body
    withdraw(by=OFFICE, technician=maya, field=field, now=NOW)
    assert words not in day.deliver()[0].body


def test_a_photo_withdrawn_after_planning_does_not_go_out(day: Day, maya: Technician) -> None:
    visit = day.book(with_photo(maya))
    withdraw(by=OFFICE, technician=maya, field=Consent.Field.PHOTO, now=NOW)
    (text,) = day.deliver()
    assert (text.media_url, last(visit).channel) == ("", "sms")
    assert "photo" not in text.body


@pytest.mark.parametrize(
    ("phone", "reach", "channel"),
    [
        ("+12025550123", "picture", "mms"),
        ("+14165550123", "picture", "mms"),
        ("+12025550123", "plain", "sms"),
        ("+442079460123", "picture", "sms"),
        ("+18765550123", "picture", "sms"),
    ],
)
def test_a_face_comes_as_a_picture_or_as_a_link(
    day: Day, maya: Technician, phone: str, reach: str, channel: str
) -> None:
    customer = make_customer(phone=phone)
    Customer.objects.update(reach=reach)
    visit = day.book(with_photo(maya), customer)
    (text,) = day.deliver()
    assert last(visit).channel == channel
    assert (bool(text.media_url), "/v/" in text.body) == (channel == "mms", channel == "sms")


@pytest.mark.parametrize("phone", ["+12025550123", "+442079460123"])
def test_who_has_no_photo_comes_in_plain_words(day: Day, maya: Technician, phone: str) -> None:
    visit = day.book(maya, make_customer(phone=phone))
    (text,) = day.deliver()
    assert (last(visit).channel, text.media_url, "photo" in text.body) == ("sms", "", False)


def test_a_text_names_its_own_attempt_to_the_provider(day: Day) -> None:
    visit = day.book()
    (text,) = day.deliver()
    assert f"/hooks/twilio/status/{attempts(visit)[0].pk}#" in text.callback_url


def test_a_text_goes_to_the_contact_of_the_visit(day: Day) -> None:
    day.book(contact_name="Joe Webb", contact_phone="+12025550177")
    assert day.deliver()[0].to == "+12025550177"
