"""Who got a technician's photo: the own log, the office's look at one, and nobody else's."""

import pytest
from django.utils import timezone

from technicians.models import Technician
from tests.headshot_company import own
from tests.spine import Day, with_photo
from tests.technician_pages import address, dispatcher, html, signed_in_as, technician_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya() -> Technician:
    return with_photo(technician_named("Maya Lopez"))


@pytest.fixture
def now() -> Day:
    return Day(now=timezone.now())


def log(maya: Technician) -> str:
    return html(signed_in_as(own(maya)).get(address("photo_log", maya)))


def test_each_text_with_the_photo_is_there_and_no_other(now: Day, maya: Technician) -> None:
    now.book(maya)
    now.deliver()
    assert log(maya).count('class="who"') == 1
    assert "Dana" in log(maya)


def test_an_e_mail_with_the_photo_is_there_too(now: Day, maya: Technician) -> None:
    visit = now.book(maya)
    now.deliver()
    visit.messages.update(channel="email")
    assert log(maya).count('class="who"') == 1


def test_a_text_that_has_not_left_is_not_there(now: Day, maya: Technician) -> None:
    now.book(maya)
    assert "Nobody has got it yet." in log(maya)


def test_a_text_without_the_photo_is_not_there(now: Day, omar: Technician) -> None:
    omar.user = technician_named("Ines Roca").user
    Technician.objects.filter(user=omar.user).update(user=None)
    omar.save()
    now.book(omar)
    now.deliver()
    assert "Nobody has got it yet." in log(omar)


def test_the_office_looks_at_one_and_another_technician_at_none(maya: Technician) -> None:
    page = html(signed_in_as(dispatcher()).get(address("photo_log", maya)))
    assert "Who got the photo of Maya" in page
    omar = technician_named("Omar Haddad")
    assert signed_in_as(own(omar)).get(address("photo_log", maya)).status_code == 404
