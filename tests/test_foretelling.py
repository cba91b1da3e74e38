"""What a customer would hear of a change, shown before anybody makes it, and noted afterwards."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from appointments.models import Appointment, Customer
from appointments.statuses import Status
from fieldservice.company.models import BusinessUnit, User
from notifications.foretelling import Way, news_of
from notifications.models import CallTask
from notifications.states import Reason
from technicians.models import Technician
from tests.factories import make_dispatcher
from tests.spine import Day, fresh, suppress, told

pytestmark = pytest.mark.django_db
WINDOW = ("arrival_window_start", "arrival_window_end")


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    """Tomorrow at ten; Dana was told five minutes ago that Maya is coming."""
    visit = day.book(maya)
    assert day.deliver()
    day.later(minutes=5)
    return visit


@pytest.fixture
def priya(client: Client) -> User:
    """A dispatcher, signed in."""
    user = make_dispatcher()
    client.force_login(user)
    return user


def with_changes(visit: Appointment, **changes: object) -> Appointment:
    """The visit as it would be; not saved."""
    draft = Appointment.objects.for_texts().get(pk=visit.pk)
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft


def test_what_is_shown_is_what_goes_out(day: Day, visit: Appointment, omar: Technician) -> None:
    news = news_of(with_changes(visit, technician=omar), now=day.now)
    day.reassign(visit, omar)
    assert news
    assert (news.way, news.at) == (Way.TEXT, day.now)
    assert day.deliver()[0].body == news.preview.rendered.body


def test_what_waits_for_the_morning_says_until_when(day: Day, visit: Appointment) -> None:
    BusinessUnit.objects.update(quiet_from=time(21), quiet_until=time(8))
    at_night = datetime(2026, 6, 3, 5, tzinfo=UTC)  # one in the morning in New York
    later = {name: getattr(visit, name) + timedelta(days=2) for name in WINDOW}
    news = news_of(with_changes(visit, **later), now=at_night)
    assert news
    assert (news.reason, news.at) == (Reason.QUIET_HOURS, at_night.replace(hour=12))


def test_a_change_nobody_notices_is_no_news(day: Day, visit: Appointment) -> None:
    assert news_of(with_changes(visit, notes="Beware of the dog"), now=day.now) is None


def test_who_gets_no_texts_is_called(day: Day, visit: Appointment) -> None:
    suppress(day, visit)
    news = news_of(with_changes(visit, status=Status.CANCELED), now=day.now)
    assert news
    assert news.way == Way.CALL
    assert "Reply" not in news.preview.rendered.body


def preview(client: Client, visit: Appointment, change: str, **fields: str) -> str:
    url = reverse("change_preview", args=[visit.pk, change])
    answer = client.post(url, fields, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_form_shows_the_text_of_what_is_chosen(
    client: Client, priya: User, visit: Appointment, omar: Technician
) -> None:
    part = preview(client, visit, "technician", technician=str(omar.pk))
    assert "Omar is coming" in part
    assert fresh(visit).technician != omar


def test_who_phones_is_shown_what_to_say(client: Client, priya: User, visit: Appointment) -> None:
    part = preview(client, visit, "cancel", notify="phone")
    assert "No text goes out" in part


def test_a_form_without_a_time_is_no_news(client: Client, priya: User, visit: Appointment) -> None:
    assert "nothing goes out" in preview(client, visit, "time", day="")


def test_without_script_the_preview_is_a_page(
    client: Client, priya: User, visit: Appointment
) -> None:
    answer = client.post(reverse("change_preview", args=[visit.pk, "cancel"]))
    assert "Nothing is saved yet" in answer.content.decode()


def test_an_unknown_change_has_no_preview(client: Client, priya: User, visit: Appointment) -> None:
    assert client.post(reverse("change_preview", args=[visit.pk, "soup"])).status_code == 404


def test_no_means_told_by_phone_and_the_visit_says_so(
    client: Client, priya: User, visit: Appointment
) -> None:
    fields = {"version": visit.version, "notify": "phone"}
    page = client.post(reverse("cancel_visit", args=[visit.pk]), fields, follow=True)
    assert "priya told the customer by phone" in page.content.decode()
    assert told(visit)[-1] == ("cancel", "skipped")
    ticks = client.get(reverse("visit_ticks", args=[visit.pk])).content.decode()
    assert "Told by phone" in ticks


def test_yes_shows_how_far_the_text_is(client: Client, priya: User, visit: Appointment) -> None:
    fields = {"version": visit.version, "notify": "text"}
    page = client.post(reverse("cancel_visit", args=[visit.pk]), fields, follow=True)
    assert reverse("visit_ticks", args=[visit.pk]) in page.content.decode()
    assert not CallTask.objects.exists()


@pytest.mark.parametrize(
    ("calls", "reach", "chosen"),
    [
        (False, Customer.Reach.PICTURE, "text"),
        (True, Customer.Reach.PICTURE, "phone"),
        (True, Customer.Reach.EMAIL, "text"),
    ],
)
def test_the_company_and_the_customer_decide_what_is_chosen_first(
    client: Client, priya: User, visit: Appointment, *, calls: bool, reach: str, chosen: str
) -> None:
    BusinessUnit.objects.update(calls_about_changes=calls)
    Customer.objects.update(reach=reach)
    form = client.get(reverse("cancel_visit", args=[visit.pk])).context["form"]
    assert form["notify"].value() == chosen


def test_notes_ask_nothing(client: Client, priya: User, visit: Appointment) -> None:
    page = client.get(reverse("note_visit", args=[visit.pk])).content.decode()
    assert "Notify the customer?" not in page
