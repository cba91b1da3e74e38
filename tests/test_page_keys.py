"""The keys of customers' pages: nothing is found by trying, and all wrong ones look the same."""

from datetime import timedelta
from typing import cast

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from appointments.models import Appointment
from appointments.services import cancel, reassign
from fieldservice.company.models import Tally
from notifications.models import VisitLink
from notifications.models.texts import link_token
from notifications.page_keys import DEAD_KEYS
from notifications.preparing import visit_links
from technicians.headshot_files import LARGE, stored
from tests.factories import make_appointment, make_technician
from tests.spine import OFFICE, with_photo

pytestmark = pytest.mark.django_db
PARTS = ("", "/now", "/photo-00000000.webp", "/visit.ics")


@pytest.fixture
def visit() -> Appointment:
    visit = make_appointment(technician=with_photo(make_technician("Maya Lopez")))
    visit_links([visit])
    return visit


def key(visit: Appointment) -> str:
    return VisitLink.objects.get(appointment=visit).token


def get(address: str) -> HttpResponse:
    return cast("HttpResponse", Client().get(address))


def asked(address: str) -> tuple[int, list[str]]:
    """The status, and what the database was asked, without keys and moments."""
    with CaptureQueriesContext(connection) as said:
        status = get(address).status_code
    return status, [each["sql"][:60] for each in said]


@pytest.mark.parametrize("part", PARTS)
def test_all_keys_that_open_nothing_go_the_same_way(visit: Appointment, part: str) -> None:
    token = key(visit)
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
    Client().get(f"/v/{link_token()}")  # the first wrong one makes the row that counts
    ways = [asked(f"/v/{each}{part}") for each in (wrong, link_token(), "0", token.upper())]
    VisitLink.objects.update(expires_at=timezone.now())
    ways.append(asked(f"/v/{token}{part}"))
    assert {status for status, _said in ways} == {404}
    assert [said for _status, said in ways] == [ways[0][1]] * len(ways)


def test_what_opens_nothing_says_the_same(visit: Appointment) -> None:
    never = get(f"/v/{link_token()}").content
    VisitLink.objects.update(expires_at=timezone.now())
    assert get(f"/v/{key(visit)}").content == never


def test_a_button_behind_a_dead_key_does_nothing(visit: Appointment) -> None:
    VisitLink.objects.update(expires_at=timezone.now())
    window = visit.arrival_window_start.isoformat()
    answer = Client().post(f"/v/{key(visit)}/confirm", {"window": window})
    visit.refresh_from_db()
    assert (answer.status_code, visit.confirmed_at) == (404, None)


def test_an_address_that_tries_keys_is_kept_out_also_with_a_right_one(visit: Appointment) -> None:
    tries = [get(f"/v/{link_token()}").status_code for _ in range(DEAD_KEYS.most)]
    assert set(tries) == {404}
    wrong, right = asked(f"/v/{link_token()}"), asked(f"/v/{key(visit)}")
    assert wrong == right
    assert wrong[0] == 429
    Tally.objects.update(started_at=timezone.now() - timedelta(hours=2))
    assert get(f"/v/{key(visit)}").status_code == 200


def test_a_hundred_thousand_random_keys_find_nothing(visit: Appointment) -> None:
    tried = {link_token() for _ in range(100_000)}
    assert len(tried) == 100_000  # none even came twice
    assert {len(each) for each in tried} == {16}
    assert not tried & set(VisitLink.objects.values_list("token", flat=True))


def test_every_letter_of_a_key_is_random() -> None:
    places = zip(*(link_token() for _ in range(500)), strict=True)
    assert {len(set(place)) for place in places} == {32}


@pytest.mark.parametrize("part", PARTS)
def test_nothing_of_a_page_is_kept_or_passed_on(visit: Appointment, part: str) -> None:
    for address in (f"/v/{key(visit)}{part}", f"/v/{link_token()}{part}"):
        headers = get(address).headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "script-src 'self'" in headers["Content-Security-Policy"]


# The photo


def photo(visit: Appointment) -> str:
    """Its address on the page, with a file behind it."""
    assert visit.technician
    shot = visit.technician.headshots.get()
    name = stored(shot.key, LARGE)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"WEBP"))
    return f"/v/{key(visit)}/photo-{shot.pk.hex[:8]}.webp"


def test_the_photo_is_seen_as_long_as_the_page(visit: Appointment) -> None:
    address = photo(visit)
    assert (get(address).content, get(address).headers["Content-Type"]) == (b"WEBP", "image/webp")
    VisitLink.objects.update(expires_at=timezone.now())
    assert get(address).status_code == 404


def test_the_photo_goes_with_the_one_who_is_shown(visit: Appointment) -> None:
    address = photo(visit)
    reassign(by=OFFICE, appointment=visit, technician=make_technician("Omar Haddad"))
    assert get(address).status_code == 404


def test_a_visit_called_off_shows_no_photo(visit: Appointment) -> None:
    address = photo(visit)
    cancel(by=OFFICE, appointment=visit)
    assert get(address).status_code == 404


def test_another_visit_s_key_shows_another_visit_s_photo_only(visit: Appointment) -> None:
    address = photo(visit)
    other = make_appointment(technician=make_technician("Omar Haddad"))
    visit_links([other])
    assert get(address.replace(key(visit), key(other))).status_code == 404
