"""What a customer's answer does, once, whoever shares the phone."""

from datetime import timedelta

import pytest

from appointments.models import Appointment
from notifications.models import CallTask, Reply, Suppression
from notifications.reply_services import receive
from notifications.states import Reason, State
from technicians.models import Technician
from tests.factories import make_customer, make_technician
from tests.spine import NOW, Day, default_sender, fresh, last

pytestmark = pytest.mark.django_db
DANA = "+12025550123"


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    """Dana knows that Maya comes tomorrow at ten."""
    visit = day.book(maya)
    day.deliver()
    return visit


def answer(day: Day, body: str, *, number: str = DANA, sid: str = "", opt_out: str = "") -> Reply:
    return receive(
        sid=sid or f"SM{Reply.objects.count():032}",
        number=number,
        sender=default_sender(),
        body=body,
        opt_out=opt_out,
        now=day.now,
    )


def is_confirmed(visit: Appointment) -> bool:
    return fresh(visit).confirmed_at is not None


def is_suppressed(number: str = DANA) -> bool:
    return Suppression.objects.filter(number=number, sender=default_sender()).exists()


@pytest.mark.parametrize("body", ["C", "c", " C. ", "c!", "(C)"])
def test_a_c_confirms(day: Day, visit: Appointment, body: str) -> None:
    answer(day.later(minutes=3), body)
    assert fresh(visit).confirmed_at == NOW + timedelta(minutes=3)


@pytest.mark.parametrize("body", ["", "R", "CC", "C u later", "can't", "HELP", "👎", "C or R?"])
def test_other_words_confirm_nothing_and_are_kept(day: Day, visit: Appointment, body: str) -> None:
    answer(day, body)
    assert not is_confirmed(visit)
    assert (Reply.objects.get().body, Reply.objects.get().appointment) == (body, visit)


def test_a_c_twice_confirms_once(day: Day, visit: Appointment) -> None:
    answer(day, "C")
    answer(day.later(hours=1), "C")
    assert (fresh(visit).confirmed_at, fresh(visit).version) == (NOW, 2)


def test_a_c_is_to_the_time_they_were_told(day: Day, visit: Appointment) -> None:
    day.later(seconds=10).move(visit, hours=3)  # Dana will hear of it within a minute
    answer(day, "C")
    assert not is_confirmed(visit)
    day.later(minutes=1).deliver()
    answer(day, "C")
    assert is_confirmed(visit)


def test_a_c_stays_good_when_only_the_face_changes(day: Day, visit: Appointment) -> None:
    day.later(seconds=10).reassign(visit, make_technician("Omar Haddad"))
    answer(day, "C")
    assert is_confirmed(visit)


def test_a_c_to_a_visit_called_off_confirms_nothing(day: Day, visit: Appointment) -> None:
    day.cancel(visit)
    day.deliver()
    answer(day, "C")
    assert not is_confirmed(visit)


def test_the_same_answer_handed_over_twice_counts_once(day: Day, visit: Appointment) -> None:
    answer(day, "STOP", sid="SM1")
    answer(day, "START", sid="SM2")
    answer(day.later(minutes=1), "STOP", sid="SM1")
    assert (Reply.objects.count(), is_suppressed()) == (2, False)


@pytest.mark.parametrize("body", ["STOP", "stop.", "Alto", "unsubscribe", "please stop texting me"])
def test_a_stop_is_honoured(day: Day, visit: Appointment, body: str) -> None:
    answer(day, body)
    assert is_suppressed()
    day.cancel(visit)
    assert not day.deliver()


@pytest.mark.parametrize(
    "body", ["Liked “STOP to end texts”", "don't stop by before nine", "the bus stop is here"]
)
def test_other_words_with_a_stop_in_them_suppress_nobody(
    day: Day, visit: Appointment, body: str
) -> None:
    answer(day, body)
    assert not is_suppressed()


def test_a_stop_skips_what_waits(day: Day, visit: Appointment) -> None:
    day.later(minutes=5).move(visit, hours=1)
    answer(day, "STOP")
    assert (last(visit).state, last(visit).reason) == (State.SKIPPED, Reason.SUPPRESSED)


def test_a_start_lifts_a_stop(day: Day, visit: Appointment) -> None:
    answer(day, "STOP")
    answer(day, "START")
    assert not is_suppressed()
    day.later(minutes=5).cancel(visit)
    assert len(day.deliver()) == 1


def test_the_provider_s_own_reading_counts(day: Day, visit: Appointment) -> None:
    answer(day, "lass das", opt_out="STOP")
    assert is_suppressed()
    answer(day, "doch", opt_out="START")
    assert not is_suppressed()


def test_an_unknown_number_is_kept_and_may_stop(day: Day, visit: Appointment) -> None:
    reply = answer(day, "C", number="+12025550999")
    assert reply.appointment is None
    assert not is_confirmed(visit)
    answer(day, "STOP", number="+12025550999")
    assert (is_suppressed("+12025550999"), is_suppressed()) == (True, False)


def test_in_a_household_a_c_is_to_the_visit_nobody_said_yes_to(
    day: Day, maya: Technician, visit: Appointment
) -> None:
    answer(day, "C")
    lee = day.later(minutes=5).book(maya, make_customer("Lee Webb"), hours=48)
    day.deliver()
    answer(day, "C")
    assert (is_confirmed(visit), is_confirmed(lee)) == (True, True)


def test_a_household_stops_together(day: Day, maya: Technician) -> None:
    day.book(maya, make_customer("Dana Webb"))
    day.deliver()
    lee = day.later(minutes=5).book(maya, make_customer("Lee Webb"), hours=48)
    answer(day, "STOP")
    assert not day.deliver()
    assert last(lee).reason == Reason.SUPPRESSED


def test_the_contact_of_a_visit_answers_for_it(day: Day, maya: Technician) -> None:
    visit = day.book(maya, contact_name="Joe Webb", contact_phone="+12025550177")
    day.deliver()
    answer(day, "C", number="+12025550177")
    assert is_confirmed(visit)


def test_of_a_wrong_number_each_of_a_household_is_to_be_found(
    day: Day, visit: Appointment, omar: Technician
) -> None:
    sam = day.book(omar, make_customer("Sam Webb"))
    answer(day, "Wrong number")
    calls = CallTask.objects.open().values_list("customer__name", "appointment")
    assert set(calls) == {("Dana Webb", visit.pk), ("Sam Webb", sam.pk)}
