"""The customer's page: who comes now, nothing that was withheld, and no way in without the key."""

from datetime import timedelta
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from appointments.models import Appointment
from appointments.services import reassign
from notifications.models import VisitLink
from notifications.preparing import visit_links
from technicians.models import Consent, Technician
from technicians.services import withdraw
from tests.factories import make_appointment, make_customer, make_technician
from tests.spine import OFFICE, Day, with_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya() -> Technician:
    return with_photo(make_technician("Maya Lopez", skills=["gas"], bio="I like old houses."))


def page(visit: Appointment) -> HttpResponse:
    """What a customer with the link sees."""
    visit_links([visit])
    return get(VisitLink.objects.get(appointment=visit).token)


def get(token: str) -> HttpResponse:
    return cast("HttpResponse", Client().get(f"/v/{token}"))


def seen(visit: Appointment) -> str:
    return page(visit).content.decode()


def test_the_page_shows_who_comes(maya: Technician) -> None:
    words = seen(make_appointment(technician=maya))
    assert "Maya is coming" in words
    assert f"/photo-{maya.headshots.get().pk.hex[:8]}.webp" in words
    assert maya.headshots.get().key not in words
    assert "gas" in words
    assert "I like old houses." in words
    assert "Lopez" not in words


def test_the_page_says_who_comes_along(maya: Technician) -> None:
    visit = make_appointment(technician=maya)
    assert "comes along" not in seen(visit)
    visit.apprentice = "Sam"
    visit.save(update_fields=["apprentice"])
    assert "Sam, who is learning the trade, comes along." in seen(visit)


def test_a_new_face_is_shown_at_once(maya: Technician) -> None:
    visit = make_appointment(technician=maya)
    token = page(visit)
    reassign(by=OFFICE, appointment=visit, technician=make_technician("Omar Haddad"))
    words = seen(visit)
    assert token.status_code == 200
    assert ("Omar is coming" in words, "Maya" in words) == (True, False)


@pytest.mark.parametrize(
    ("field", "trace"),
    [
        (Consent.Field.PHOTO, "/photo-"),
        (Consent.Field.SKILLS, "gas"),
        (Consent.Field.BIO, "old houses"),
        (Consent.Field.TENURE, "years"),
    ],
)
def test_what_was_withheld_is_not_shown(maya: Technician, field: Consent.Field, trace: str) -> None:
    visit = make_appointment(technician=maya)
    assert trace in seen(visit)
    withdraw(by=OFFICE, technician=maya, field=field)
    assert trace not in seen(visit)


def test_own_words_are_shown_as_words(maya: Technician) -> None:
    maya.lines.update(text="<script>alert(1)</script>")
    assert "<script>alert" not in seen(make_appointment(technician=maya))


def test_a_visit_of_nobody_yet_promises_a_photo() -> None:
    assert "you see them here" in seen(make_appointment())


def test_a_visit_called_off_shows_no_face(maya: Technician) -> None:
    visit = make_appointment(technician=maya)
    Day(now=timezone.now()).cancel(visit)
    words = seen(visit)
    assert ("called off" in words, "Maya" in words) == (True, False)


def test_the_page_speaks_the_customer_s_language(maya: Technician) -> None:
    answer = page(make_appointment(make_customer(language="es"), maya))
    assert answer.headers["Content-Language"] == "es"
    assert '<html lang="es">' in answer.content.decode()


@pytest.mark.parametrize("token", ["a" * 16, "0", "%00", "a%00b", "é", "a" * 5000, "..%2f..", "'"])
def test_an_unknown_key_opens_nothing(token: str) -> None:
    assert get(token).status_code == 404


def test_a_key_is_good_until_a_day_after_the_visit(maya: Technician) -> None:
    visit = make_appointment(technician=maya)
    visit_links([visit])
    link = VisitLink.objects.get()
    assert link.expires_at == visit.arrival_window_end + timedelta(days=1)
    VisitLink.objects.update(expires_at=timezone.now())
    assert get(link.token).status_code == 404


def test_a_key_lives_longer_when_its_visit_is_put_off(maya: Technician) -> None:
    visit = make_appointment(technician=maya)
    first = visit_links([visit])
    visit.arrival_window_end += timedelta(days=14)
    assert visit_links([visit]) == first
    assert VisitLink.objects.get().expires_at == visit.arrival_window_end + timedelta(days=1)


def test_the_page_is_kept_nowhere_and_leads_nowhere(maya: Technician) -> None:
    headers = page(make_appointment(technician=maya)).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_page_can_only_be_read(maya: Technician, method: str) -> None:
    visit_links([make_appointment(technician=maya)])
    token = VisitLink.objects.get().token
    assert getattr(Client(), method)(f"/v/{token}").status_code == 405
