"""Consent by field and place, a pause, and a visit as a first name: all before the next text."""

from pathlib import Path

import pytest
import time_machine
from django.test import Client

import notifications
from appointments.hiding_services import hide_technician
from appointments.models import Appointment
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import User
from notifications.pages import Face, visit_card
from notifications.preparing import visit_links
from notifications.providers.base import Outgoing
from technicians.consent_services import pause, tell_where
from technicians.models import Consent, Technician
from technicians.services import grant, withdraw
from tests.factories import make_technician
from tests.headshot_company import an_integration, own
from tests.spine import NOW, Day, fresh, with_photo

pytestmark = pytest.mark.django_db

Channel = Consent.Channel


@pytest.fixture
def maya() -> Technician:
    """Everything about her is told: her photo, her years, gas, football and a few lines."""
    maya = make_technician(
        "Maya Lopez", skills=["gas"], interests=["plays football"], bio="I like old houses."
    )
    maya.user = User.objects.create(username="maya", role=User.Role.TECHNICIAN)
    maya.save()
    return with_photo(maya)


SAYINGS = {
    "tenure": "7 years with",
    "trade": "in the trade",
    "skills": "gas",
    "interest": "plays football",
    "opener": "I tidy up",
    "bio": "I like old houses.",
    "say_like": "MY-ah",
    "pronouns": "she/her",
    "certified": "NATE",
    "languages": "Spanish",
}


def say_everything(maya: Technician) -> None:
    maya.say_it_like, maya.pronouns, maya.years_before = "MY-ah", "she/her", 4
    maya.languages = ["en", "es"]
    maya.save()
    maya.certifications.create(name="NATE")
    maya.lines.create(kind="opener", language="en", text="I tidy up", renewed_at=NOW)
    grant(by=own(maya), technician=maya, fields=Consent.Field.values)


def face(visit: Appointment) -> Face:
    found = visit_card(Appointment.objects.for_texts().get(pk=visit.pk)).face
    assert found
    return found


def sent(day: Day) -> Outgoing:
    (text,) = day.deliver()
    return text


def choose(maya: Technician, field: str, *, texts: bool, page: bool) -> None:
    tell_where(by=own(maya), technician=maya, field=field, texts=texts, page=page)


def is_plain(text: Outgoing) -> bool:
    """The first name, and nothing else of her."""
    personal = ("football", "gas", "years", "/v/")
    return "Maya" in text.body and not text.media_url and not any(p in text.body for p in personal)


def test_everything_agreed_to_is_told_in_texts_and_on_the_page(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    text = sent(day)
    assert text.media_url
    assert "football" in text.body
    assert "gas" in text.body
    assert face(visit).photo_url
    assert face(visit).skills == ("gas",)


def test_a_field_withdrawn_after_booking_is_not_in_the_queued_text(
    day: Day, maya: Technician
) -> None:
    day.book(maya)
    withdraw(by=own(maya), technician=maya, field="interest")
    withdraw(by=own(maya), technician=maya, field="photo")
    text = sent(day)
    assert "football" not in text.body
    assert not text.media_url
    assert "/v/" not in text.body


def test_a_photo_for_texts_only_is_not_on_the_page(day: Day, maya: Technician) -> None:
    choose(maya, "photo", texts=True, page=False)
    visit = day.book(maya)
    assert sent(day).media_url
    assert not face(visit).photo_url


def test_a_photo_for_the_page_only_is_linked_and_not_sent(day: Day, maya: Technician) -> None:
    choose(maya, "photo", texts=False, page=True)
    visit = day.book(maya)
    text = sent(day)
    assert not text.media_url
    assert "/v/" in text.body
    assert face(visit).photo_url


@pytest.mark.parametrize(("texts", "page"), [(True, False), (False, True)])
def test_skills_are_told_where_they_may_be(
    day: Day, maya: Technician, texts: bool, page: bool
) -> None:
    choose(maya, "skills", texts=texts, page=page)
    visit = day.book(maya)
    assert ("gas" in sent(day).body) is texts
    assert ("gas" in face(visit).skills) is page


# A detail is told once, in a text or on the page: tests/test_customer_page.py.
@pytest.mark.parametrize("field", sorted(SAYINGS.keys() - {"interest"}))
def test_a_field_offers_just_the_places_that_say_it(
    day: Day, maya: Technician, client: Client, field: str
) -> None:
    say_everything(maya)
    visit = day.book(maya)
    token = visit_links([visit])[visit.pk].rpartition("/")[2]
    with time_machine.travel(day.now, tick=False):
        page = client.get(f"/v/{token}").content.decode()
    only = Consent.ONLY_IN.get(Consent.Field(field))
    assert (SAYINGS[field] in sent(day).body) is (only != Channel.PAGE)
    assert (SAYINGS[field] in page) is (only != Channel.TEXTS)


def test_texts_and_pages_ask_the_visit_and_not_the_technician() -> None:
    """The visit knows the place, a pause and who hides; each alone would tell too much."""
    folder = Path(notifications.__file__).parent
    asking = [path.name for path in folder.rglob("*.py") if ".agreed(" in path.read_text()]
    assert asking == []


def test_nowhere_is_a_withdrawal(maya: Technician) -> None:
    choose(maya, "photo", texts=False, page=False)
    assert maya.consents.get(field="photo").withdrawn_at
    assert maya.headshots.get().state == "withdrawn"


def test_the_places_stay_when_others_write_the_field_again(maya: Technician) -> None:
    choose(maya, "skills", texts=True, page=False)
    grant(by=an_integration(), technician=maya, fields=["skills"])
    assert "skills" not in Technician.objects.get().agreed(Channel.PAGE)
    assert "skills" in Technician.objects.get().agreed(Channel.TEXTS)


def test_only_the_technician_says_where_and_when_to_pause(maya: Technician) -> None:
    priya = User.objects.create(username="priya", role=User.Role.DISPATCHER)
    with pytest.raises(ConflictError, match="Only Maya decides this"):
        tell_where(by=priya, technician=maya, field="skills", texts=True, page=True)
    with pytest.raises(ConflictError, match="Only Maya decides this"):
        pause(by=priya, technician=maya, on=True)


def test_a_pause_reaches_the_queued_text_and_the_page_and_ends(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    pause(by=own(maya), technician=maya, on=True)
    assert is_plain(sent(day))
    assert face(visit) == Face("Maya", "", "", "", (), "")
    pause(by=own(maya), technician=maya, on=False)
    assert face(visit).photo_url


def test_a_pause_keeps_photo_and_consent_for_later(maya: Technician) -> None:
    pause(by=own(maya), technician=maya, on=True)
    assert maya.agreed() == set()
    assert "photo" in maya.granted()
    assert maya.headshots.get().state == "ready"


def test_hiding_for_one_visit_leaves_the_others(day: Day, maya: Technician) -> None:
    hidden, other = day.book(maya), day.book(maya, hours=30)
    hide_technician(by=own(maya), appointment=hidden, hide=True)
    texts = day.deliver()
    assert sorted(map(is_plain, texts)) == [False, True]
    assert not face(hidden).photo_url
    assert face(other).photo_url


def test_hiding_is_taken_back_and_is_nobody_elses(
    day: Day, maya: Technician, omar: Technician
) -> None:
    visit = day.book(maya)
    hide_technician(by=own(maya), appointment=visit, hide=True)
    day.reassign(visit, omar)
    assert not fresh(visit).introduce_plainly
    day.reassign(visit, maya)
    assert fresh(visit).introduce_plainly
    hide_technician(by=own(maya), appointment=fresh(visit), hide=False)
    assert not fresh(visit).introduce_plainly


def test_hiding_makes_no_text_of_its_own(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    day.deliver()
    hide_technician(by=own(maya), appointment=fresh(visit), hide=True)
    assert day.later(minutes=2).deliver() == []
    assert fresh(visit).version == visit.version
