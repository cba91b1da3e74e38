"""The talk about a visit's time: a yes is thanked once, a no is offered three windows."""

from datetime import datetime, timedelta

import pytest

from appointments import services as visits
from appointments.models import Appointment, TimeOff, WindowHold
from appointments.statuses import Status
from fieldservice.company.models import BusinessUnit
from notifications.models import CallTask, Message, Question, Reply
from notifications.providers.base import Family, RefusedError
from notifications.reply_services import receive
from notifications.states import AUTOMATIC, TOLD, Kind, State
from technicians.models import Technician
from tests.factories import make_customer, make_job_type
from tests.spine import NOW, OFFICE, Day, default_sender, fresh

pytestmark = pytest.mark.django_db
DANA = "+12025550123"
LIKED = "Liked “Acme: Hello Dana, Maya is coming. Reply C if that suits you, R for another time.”"


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    """Dana knows that Maya comes tomorrow, on Wednesday, at ten."""
    BusinessUnit.objects.update(text_name="Acme", time_zone="America/New_York")
    visit = day.book(maya)
    day.deliver()
    return visit


def write(day: Day, body: str, number: str = DANA) -> Reply:
    return receive(
        sid=f"SM{Reply.objects.count()}",
        number=number,
        sender=default_sender(),
        body=body,
        opt_out="",
        now=day.now,
    )


def say(day: Day, body: str, number: str = DANA) -> list[str]:
    """What comes back when Dana writes this."""
    write(day, body, number)
    return [text.body for text in day.deliver()]


def is_confirmed(visit: Appointment) -> bool:
    return fresh(visit).confirmed_at is not None


def starts(visit: Appointment) -> str:
    """Day and hour in New York."""
    return f"{fresh(visit).arrival_window_start.astimezone(visit.zone):%a %d %H}"


def another(day: Day, technician: Technician, name: str = "Dana Webb") -> Appointment:
    """A second visit at the same phone, on Thursday."""
    job = make_job_type("Window repair")
    start = day.now + timedelta(hours=48)
    booking = visits.Booking(
        customer=make_customer(name),
        job_type=job,
        technician=technician,
        arrival_window_start=start,
        arrival_window_end=start + timedelta(hours=2),
    )
    return visits.book(by=OFFICE, booking=booking, now=day.now)


@pytest.mark.parametrize("body", ["C", "yes", "ok", "Sí", "vale", "👍🏽", LIKED])
def test_a_yes_is_thanked(day: Day, visit: Appointment, body: str) -> None:
    said = say(day, body)
    assert is_confirmed(visit)
    assert said == ["Acme: Thanks Dana, see you Wed 3 Jun, 10am-noon. Questions? 500-555-0006."]


@pytest.mark.parametrize("again", ["C", "ok", "👍", LIKED])
def test_a_second_yes_is_not_answered(day: Day, visit: Appointment, again: str) -> None:
    say(day, "C")
    assert say(day.later(minutes=5), again) == []
    assert not Reply.objects.unread().exists()


def test_a_yes_after_a_move_is_thanked_again(day: Day, visit: Appointment) -> None:
    say(day, "C")
    day.later(minutes=5).move(visit, hours=24)
    day.deliver()
    assert "see you Thu 4 Jun" in say(day.later(minutes=5), "C")[0]


def test_a_thank_you_that_comes_too_late_is_not_sent(day: Day, visit: Appointment) -> None:
    write(day, "C")
    day.move(visit, hours=24)
    assert all("see you" not in text.body for text in day.later(minutes=2).deliver())


def test_who_was_asked_by_a_person_says_yes_to_that(day: Day, visit: Appointment) -> None:
    Message.objects.create(
        dedupe_key="answer:1",
        appointment=visit,
        customer=visit.customer,
        sender=default_sender(),
        kind=Kind.ANSWER,
        told={"words": "Shall we come at noon instead?", "person": "Jo"},
        send_after=day.now,
        useful_until=day.now + timedelta(hours=1),
        created_at=day.now,
        changed_at=day.now,
    )
    day.later(minutes=1).deliver()
    assert say(day.later(minutes=1), "yes") == []
    assert not is_confirmed(visit)
    assert Reply.objects.unread().count() == 1


def test_a_yes_with_two_visits_ahead_waits_for_a_person(
    day: Day, visit: Appointment, maya: Technician
) -> None:
    another(day, maya)
    day.deliver()
    assert say(day, "ok") == []
    assert Reply.objects.unread().count() == 1


def test_who_was_told_of_no_visit_confirms_none(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    write(day, "yes")
    assert not is_confirmed(visit)


def test_which_visit_is_not_asked_hours_later_but_by_a_call(
    day: Day, visit: Appointment, maya: Technician
) -> None:
    another(day, maya)
    day.deliver()
    write(day, "C")
    day.later(hours=3).deliver()
    assert not Message.objects.filter(kind=Kind.WHICH, state__in=TOLD).exists()
    assert CallTask.objects.open().filter(appointment=visit).exists()


def test_with_two_visits_they_are_asked_which(
    day: Day, visit: Appointment, maya: Technician
) -> None:
    window = another(day, maya)
    day.deliver()
    assert (
        "Which visit do you mean? Reply 1 for Wed 3 Jun, 10am-noon, boiler service; 2 for Thu"
        in (say(day, "C")[0])
    )
    assert "see you Thu 4 Jun" in say(day.later(minutes=1), "2")[0]
    assert (is_confirmed(visit), is_confirmed(window)) == (False, True)


def test_the_visit_they_name_is_offered_another_time(
    day: Day, visit: Appointment, maya: Technician
) -> None:
    another(day, maya)
    day.deliver()
    assert "Which visit" in say(day, "R")[0]
    assert "Reply 1 for " in say(day.later(minutes=1), "1")[0]
    assert set(WindowHold.objects.values_list("appointment", flat=True)) == {visit.pk}


def test_an_r_is_answered_with_three_free_windows(day: Day, visit: Appointment) -> None:
    (offer,) = say(day, "R")
    assert offer == (
        "Acme: Of course, Dana. Reply 1 for Tue 2 Jun, noon-2pm; 2 for Tue 2 Jun, 2-4pm; "
        "3 for Wed 3 Jun, 8-10am. We hold them for 30 minutes. None of them? Reply R and we call "
        "you, or call 500-555-0006."
    )
    assert WindowHold.objects.open(day.now + timedelta(minutes=29)).count() == 3


def test_a_number_books_confirms_and_is_told_in_one_text(day: Day, visit: Appointment) -> None:
    say(day, "R")
    (told,) = say(day.later(minutes=5), "3")
    assert (starts(visit), is_confirmed(visit)) == ("Wed 03 08", True)
    assert "Your new time is Wed 3 Jun, 8-10am, with Maya" in told
    assert "No need to answer." in told
    assert "Reply C" not in told
    assert not WindowHold.objects.exists()
    assert day.later(hours=1).deliver() == []


def test_a_new_time_chosen_in_the_night_is_told_at_once(day: Day, visit: Appointment) -> None:
    day.later(hours=13)  # eleven at night
    say(day, "R")
    assert len(say(day.later(minutes=1), "2")) == 1


def test_a_number_said_twice_counts_once(day: Day, visit: Appointment) -> None:
    say(day, "R")
    say(day, "3")
    version = fresh(visit).version
    assert say(day.later(seconds=9), "3") == []
    assert fresh(visit).version == version
    assert not Reply.objects.unread().exists()


def test_a_number_nobody_asked_for_waits_for_a_person(day: Day, visit: Appointment) -> None:
    assert say(day, "2") == []
    say(day, "R")
    assert say(day, "7") == []
    assert Reply.objects.unread().count() == 2


def test_when_the_half_hour_is_over_three_others_are_offered(day: Day, visit: Appointment) -> None:
    say(day, "R")
    (offer,) = say(day.later(minutes=31), "1")
    assert "we could only hold those times for 30 minutes" in offer
    assert starts(visit) == "Wed 03 10"
    say(day.later(minutes=1), "1")
    assert is_confirmed(visit)


def test_a_window_taken_meanwhile_is_never_booked_twice(
    day: Day, visit: Appointment, maya: Technician
) -> None:
    say(day, "R")
    other = day.book(maya, make_customer("Lee Ortiz", phone="+12025550177"), hours=22)
    (offer,) = [text for text in say(day.later(minutes=2), "3") if text.startswith("Acme: Sorry")]
    assert "that time has just gone" in offer
    assert (starts(visit), starts(other)) == ("Wed 03 10", "Wed 03 08")


def test_digits_belong_to_the_last_question(day: Day, visit: Appointment, maya: Technician) -> None:
    say(day, "R")
    window = another(day, maya)
    day.deliver()
    say(day.later(minutes=2), "C")  # which of the two?
    say(day, "2")
    assert (is_confirmed(window), starts(visit)) == (True, "Wed 03 10")


def test_what_was_asked_twice_is_answered_once(
    day: Day, visit: Appointment, maya: Technician
) -> None:
    another(day, maya)
    day.deliver()
    for minutes in (1, 2):
        say(day.later(minutes=minutes), "C")  # which of the two?
    say(day, "2")
    assert not Question.objects.open(day.now).exists()


def test_who_keeps_the_old_time_after_all_says_c(day: Day, visit: Appointment) -> None:
    say(day, "C")
    say(day.later(minutes=2), "R")
    assert "see you Wed 3 Jun, 10am-noon" in say(day, "C")[0]
    assert not WindowHold.objects.exists()
    assert say(day, "1") == []


def test_an_r_to_all_three_has_a_person_call(day: Day, visit: Appointment) -> None:
    say(day, "R")
    assert say(day.later(seconds=20), "R") == []  # the same finger twice
    (said,) = say(day.later(minutes=2), "R")
    assert "To find a time that suits you, somebody here will call you." in said
    assert CallTask.objects.get().reason == CallTask.Reason.ANOTHER_TIME


def test_where_nobody_is_free_a_person_calls(day: Day, visit: Appointment) -> None:
    Technician.objects.update(left_on=NOW.date())
    (said,) = say(day, "R")
    assert "will call you" in said
    assert (CallTask.objects.count(), Question.objects.count()) == (1, 0)


def test_who_is_on_the_way_is_not_moved_by_a_text(day: Day, visit: Appointment) -> None:
    say(day, "R")
    day.later(minutes=1).edit(visit, status=Status.ON_THE_WAY)
    # Its news leaves in the same moment: which of the two arrives first is nobody's to say.
    assert "will call you" in "".join(say(day, "1"))
    assert starts(visit) == "Wed 03 10"


def test_a_time_the_office_changed_meanwhile_stays(day: Day, visit: Appointment) -> None:
    say(day, "R")
    day.later(minutes=1).move(visit, hours=2)
    assert "will call you" in "".join(say(day, "1"))
    assert starts(visit) == "Wed 03 12"


def test_a_move_of_the_office_ends_the_offer(day: Day, visit: Appointment) -> None:
    say(day, "R")
    day.later(minutes=1).move(visit, hours=2)
    day.deliver()
    assert not WindowHold.objects.exists()
    assert "see you Wed 3 Jun, noon-2pm" in say(day.later(minutes=2), "ok")[0]


def test_a_note_of_the_office_leaves_the_offer(day: Day, visit: Appointment) -> None:
    write(day, "R")
    day.edit(visit, notes="Mind the cat")
    assert "Reply 1 for" in day.deliver()[0].body
    say(day.later(minutes=2), "3")
    assert starts(visit) == "Wed 03 08"


@pytest.mark.parametrize(("minutes", "state"), [(1, State.FAILED), (31, State.SKIPPED)])
def test_who_can_not_be_offered_times_by_text_is_called(
    day: Day, visit: Appointment, minutes: int, state: State
) -> None:
    write(day, "R")
    day.provider.answers = [RefusedError(Family.CONTENT)] if state == State.FAILED else []
    day.later(minutes=minutes).deliver()
    assert Message.objects.get(kind=Kind.OFFER).state == state
    assert CallTask.objects.get().reason == CallTask.Reason.ANOTHER_TIME


def test_after_no_access_an_r_books_another_visit(day: Day, visit: Appointment) -> None:
    day.later(hours=25).edit(visit, status=Status.NO_ACCESS)
    say(day, "R")
    (told,) = say(day.later(minutes=1), "2")
    new = Appointment.objects.exclude(pk=visit.pk).get()
    assert (new.customer, new.job_type, is_confirmed(new)) == (visit.customer, visit.job_type, True)
    assert "No need to answer." in told
    assert fresh(visit).status == Status.NO_ACCESS


def test_where_maya_is_not_free_somebody_else_comes(
    day: Day, visit: Appointment, maya: Technician, omar: Technician
) -> None:
    TimeOff.objects.create(technician=maya, start=day.now, end=day.now + timedelta(days=30))
    say(day, "R")
    (told,) = say(day.later(minutes=2), "1")
    assert fresh(visit).technician == omar
    assert "with Omar, not Maya" in told


def test_a_visit_on_the_tray_stays_there(day: Day, maya: Technician) -> None:
    visit = day.book()
    day.deliver()
    say(day, "R")
    assert "Your new time is" in say(day.later(minutes=2), "1")[0]
    assert (fresh(visit).technician, is_confirmed(visit)) == (None, True)


def test_nothing_is_answered_after_a_stop(day: Day, visit: Appointment) -> None:
    say(day, "STOP")
    assert [say(day, body) for body in ("C", "R", "1")] == [[], [], []]


def test_a_phone_that_answers_by_itself_is_not_answered_for_ever(
    day: Day, visit: Appointment
) -> None:
    for _turn in range(20):
        say(day.later(minutes=2), "R")
        say(day, "C")
    sent = Message.objects.filter(kind__in=AUTOMATIC, created_at__gt=day.now - timedelta(hours=1))
    assert sent.count() <= 6


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW, ""),
        (NOW + timedelta(hours=11), "Wed 3 Jun, 8am"),  # nine in the evening
        (NOW + timedelta(days=4), "Mon 8 Jun, 8am"),  # Saturday
    ],
)
def test_out_of_hours_they_hear_when_a_person_answers(
    day: Day, maya: Technician, at: datetime, said: str
) -> None:
    BusinessUnit.objects.update(
        office_from="08:00", office_until="18:00", time_zone="America/New_York"
    )
    day.now = at
    day.book(maya, on_the_phone=True)
    day.deliver()
    texts = say(day, "The dog is shy")
    assert bool(texts) == bool(said)
    assert said in "".join(texts)
    assert say(day.later(minutes=5), "He bites, too") == []


def test_a_spanish_customer_reads_it_all_in_spanish(day: Day, maya: Technician) -> None:
    day.book(maya, make_customer("Luz Prado", language="es"))
    day.deliver()
    (offer,) = say(day, "otra hora")
    assert "gusto, Luz. Responda 1 para mié 3 junio, 6-8h; 2 para" in offer
    (told,) = say(day.later(minutes=1), "1")
    assert "No hace falta responder." in told
