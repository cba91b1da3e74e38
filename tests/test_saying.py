"""What a caller says: the words of the text, and what a voice can tell beside them."""

import pytest

from appointments.models import Appointment
from notifications import calls, saying
from notifications.models import CallTask
from technicians.models import Technician
from technicians.services import grant
from tests.factories import make_customer, make_technician
from tests.spine import NOW, OFFICE, Day, last

pytestmark = pytest.mark.django_db


def test_the_caller_says_who_comes_along_and_how_to_say_the_names(day: Day) -> None:
    visit = day.book(technician := make_technician("Siobhan Byrne"), make_customer(language="es"))
    grant(by=OFFICE, technician=technician, fields=["say_like"], now=NOW)
    Technician.objects.update(say_it_like="shi-VAWN")
    Appointment.objects.update(apprentice="Sam")
    call = calls.ask(
        CallTask.Reason.BY_CALL, key="x", visit=visit, message=last(visit), now=day.now
    )
    assert call
    (card,) = saying.cards([call], day.now)
    assert card.said_like == "shi-VAWN"
    assert "Sam" in card.words
    assert "learning" not in card.words


def test_nobody_says_how_a_name_sounds_that_may_not_be_told(day: Day) -> None:
    visit = day.book(make_technician("Siobhan Byrne"))
    Technician.objects.update(say_it_like="shi-VAWN")
    why = CallTask.Reason.BY_CALL
    call = calls.ask(why, key="x", visit=visit, message=last(visit), now=day.now)
    assert call
    assert saying.cards([call], day.now)[0].said_like == ""
