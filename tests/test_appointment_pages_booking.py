"""The booking form: who is found, what is refused, and that one form is one visit."""

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appointments import call_services
from appointments.call_services import Call, take
from appointments.customers import CustomerDetails
from appointments.models import Appointment, Customer, Location, Shift, TimeOff, WindowHold
from appointments.statuses import Status
from appointments.views.choosing import SHOWN
from fieldservice.company.errors import InvalidError
from fieldservice.company.models import BusinessUnit, Change, User
from technicians.models import Technician
from tests.factories import (
    make_appointment,
    make_customer,
    make_dispatcher,
    make_job_type,
    make_technician,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(client: Client) -> User:
    user = User.objects.create_user("priya")
    client.force_login(user)
    return user


def soon(days: int = 2) -> date:
    return timezone.now().date() + timedelta(days=days)


def next_on(weekday: int) -> date:
    return soon() + timedelta(days=(weekday - soon().weekday()) % 7)


def form(**more: object) -> dict[str, object]:
    """A form as the page sends it for somebody new."""
    return {
        "form_key": str(uuid.uuid4()),
        "name": "Dana Webb",
        "phone": "(202) 555-0123",
        "greeting": "Dana",
        "guessed": "Dana",
        "language": "en",
        "reach": "picture",
        "visit_style": "",
        "job_type": str(make_job_type().pk),
        "technician": "",
        "day": soon().isoformat(),
        "window": "10:00-12:00",
        "address": "14 Alder Street",
        "notes": "ring twice",
        "on_the_phone": "on",
        **more,
    }


def of(customer: Customer, **more: object) -> dict[str, object]:
    return form(customer=str(customer.pk), phone=str(customer.phone), name=customer.name, **more)


def send(client: Client, fields: dict[str, object]) -> tuple[int, str]:
    answer = client.post(reverse("book"), fields, follow=True)
    return answer.status_code, answer.content.decode()


def page(client: Client, address: str = "book", **asked: str) -> str:
    answer = client.get(reverse(address), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_call_of_somebody_new_is_booked(client: Client, priya: User) -> None:
    maya = make_technician()
    status, html = send(client, form(technician=str(maya.pk)))
    visit = Appointment.objects.get()
    assert status == 200
    assert "The visit is booked." in html
    assert visit.customer.name == "Dana Webb"
    assert str(visit.customer.phone) == "+12025550123"
    assert visit.technician == maya
    assert visit.location == Location.objects.get(address="14 Alder Street")
    assert visit.on_the_phone
    assert visit.arrival_window_start == datetime.combine(soon(), time(10), tzinfo=UTC)


def test_after_booking_one_is_led_to_the_words_to_say(client: Client, priya: User) -> None:
    _status, html = send(client, form())
    assert reverse("visit_ticks", args=[Appointment.objects.get().pk]) in html


def test_a_reloaded_page_says_nothing_to_a_customer_who_hung_up(
    client: Client, priya: User
) -> None:
    send(client, form())
    visit = Appointment.objects.get()
    Change.objects.update(at=visit.created_at - timedelta(minutes=15))
    html = client.get(reverse("visit", args=[visit.pk]) + "?booked=1").content.decode()
    assert reverse("visit_ticks", args=[visit.pk]) not in html


def test_the_same_form_sent_twice_is_one_visit(client: Client, priya: User) -> None:
    fields = form()
    first = client.post(reverse("book"), fields)
    again = client.post(reverse("book"), fields)
    assert first["Location"] == again["Location"]
    assert Appointment.objects.count() == Customer.objects.count() == 1


def call(**more: object) -> Call:
    details = CustomerDetails(name="Dana Webb", phone="+12025550123")
    fields = {"details": details, "job_type": make_job_type(), "form_key": uuid.uuid4()}
    return Call(day=soon(), hours=(time(10), time(12)), **fields | more)  # type: ignore[arg-type]


def test_of_two_clicks_at_one_moment_the_second_gets_the_visit_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    priya, twice = make_dispatcher(), call()
    first = take(by=priya, call=twice)
    looks = iter([None, first])  # not there when the second looked, but when it saved
    monkeypatch.setattr(call_services, "booked_by", lambda key: next(looks))
    assert take(by=priya, call=twice) == first
    assert Customer.objects.count() == Appointment.objects.count() == 1


def test_a_key_cannot_be_used_by_two_visits() -> None:
    visit = take(by=make_dispatcher(), call=call())
    other = make_appointment(make_customer("Sam"))
    other.form_key = visit.form_key
    with pytest.raises(IntegrityError):
        other.save()


def test_a_visit_that_is_refused_leaves_no_customer_behind() -> None:
    with pytest.raises(InvalidError):
        take(by=make_dispatcher(), call=call(contact_phone="12"))
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"phone": "12"}, "id_phone", "does not exist"),
        ({"phone": "call me"}, "id_phone", "is not a phone number"),
        ({"phone": ""}, "id_phone", "required"),
        ({"name": "<b>Dana</b>"}, "id_name", "can&#x27;t contain"),
        ({"name": ""}, "id_name", "required"),
        ({"greeting": "Dana 😀"}, "id_greeting", "emoji"),
        ({"contact_phone": "999"}, "id_contact_phone", "does not exist"),
        ({"job_type": ""}, "id_job_type", "required"),
        ({"day": ""}, "id_day", "required"),
        ({"window": ""}, "id_window", "Choose a window"),
        ({"day": "2020-02-02"}, "id_window", "over already"),
        ({"address": "a" * 301}, "id_address", "at most 300"),
        ({"notes": "a" * 2001}, "id_notes", "at most 2000"),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(
    client: Client, priya: User, wrong: dict[str, str], field: str, words: str
) -> None:
    fields = form(say_it_like="DAY-na", contact_name="Sam") | wrong
    status, html = send(client, fields)
    assert status == 422
    error = html.split(f'id="{field}_error"')[1].split("</span>")[0]
    assert words in error
    for name in {"say_it_like", "contact_name", "form_key"} - wrong.keys():
        assert f'value="{fields[name]}"' in html
    assert not Appointment.objects.exists()


def test_a_busy_technician_is_refused_at_the_faces(client: Client, priya: User) -> None:
    maya = make_technician()
    start = datetime.combine(soon(), time(10), tzinfo=UTC)
    make_appointment(make_customer("Ada"), maya, start=start)
    status, html = send(client, form(technician=str(maya.pk)))
    assert status == 422
    assert "Maya Lopez has another visit at that time." in html
    assert "ring twice" in html


def test_an_unticked_box_holds_the_text_in_quiet_hours(client: Client, priya: User) -> None:
    fields = form()
    del fields["on_the_phone"]
    send(client, fields)
    assert not Appointment.objects.get().on_the_phone


def test_own_times_are_those_where_the_customer_is(client: Client, priya: User) -> None:
    dana = make_customer(time_zone="America/New_York")
    own = {"window": "own", "window_start": "09:30", "window_end": "10:15"}
    send(client, of(dana, **own))
    visit = Appointment.objects.get()
    assert f"{visit.arrival_window_start.astimezone(visit.zone):%H:%M}" == "09:30"


def test_somebody_typed_anew_but_known_keeps_their_zone(client: Client, priya: User) -> None:
    make_customer(time_zone="America/New_York")
    send(client, form())
    visit = Appointment.objects.get()
    assert visit.arrival_window_start.astimezone(visit.zone).time() == time(10)
    assert Customer.objects.count() == 1


def test_times_without_a_choice_of_window_are_taken(client: Client, priya: User) -> None:
    send(client, form(window="", window_start="09:30", window_end="10:15"))
    assert Appointment.objects.get().arrival_window_start.time() == time(9, 30)


def test_a_known_customer_is_corrected_not_doubled(client: Client, priya: User) -> None:
    dana = make_customer()
    send(client, of(dana, reach="plain", visit_style="quiet", say_it_like="DAY-na"))
    dana = Customer.objects.get()
    assert (dana.reach, dana.visit_style, dana.say_it_like) == ("plain", "quiet", "DAY-na")


def test_somebody_else_can_get_the_text(client: Client, priya: User) -> None:
    send(client, form(contact_name="Grandpa Joe", contact_phone="202-555-0188"))
    visit = Appointment.objects.get()
    assert visit.contact_name == "Grandpa Joe"
    assert visit.text_to == "+12025550188"


@pytest.mark.parametrize(
    ("greeting", "guessed", "saved"),
    [("Dana", "Dana", "Dana"), ("", "Dana", ""), ("", "", "Dana"), ("Ms Webb", "Dana", "Ms Webb")],
)
def test_a_greeting_is_guessed_unless_a_person_decided(
    client: Client, priya: User, greeting: str, guessed: str, saved: str
) -> None:
    send(client, form(greeting=greeting, guessed=guessed))
    assert Customer.objects.get().greeting == saved


@pytest.mark.parametrize(("reach", "asked"), [("picture", 1), ("plain", 1), ("call", 0)])
def test_who_wants_texts_has_said_yes_on_the_phone(
    client: Client, priya: User, reach: str, asked: int
) -> None:
    send(client, form(reach=reach))
    consents = Customer.objects.get().consent_events.filter(source="On the phone", granted=True)
    assert consents.count() == asked


def test_a_consent_taken_back_is_not_given_again_by_a_booking(client: Client, priya: User) -> None:
    dana = make_customer()
    dana.consent_events.create(granted=False, source="STOP", at=timezone.now())
    send(client, of(dana))
    assert dana.consent_events.count() == 1


@pytest.mark.parametrize(
    "words", ["dana", "webb", "2025550123", "(202) 555-0123", "555 0123", "+1 202", "14 alder"]
)
def test_a_customer_is_found_by_what_they_say_first(
    client: Client, priya: User, words: str
) -> None:
    dana = make_customer()
    Location.objects.create(customer=dana, address="14 Alder Street")
    make_customer("Sam Ito", phone="+13105550177")
    html = page(client, "book_suggestions", q=words)
    assert f"customer={dana.pk}" in html
    assert "Sam Ito" not in html


def test_whoever_got_the_text_is_found_by_their_number(client: Client, priya: User) -> None:
    send(client, form(contact_name="Joe", contact_phone="202-555-0188"))
    assert "Dana Webb" in page(client, "book_suggestions", q="5550188")


def test_one_letter_suggests_nobody(client: Client, priya: User) -> None:
    make_customer()
    assert "Dana" not in page(client, "book_suggestions", q="d")


def test_without_script_the_only_match_is_taken(client: Client, priya: User) -> None:
    dana = make_customer()
    assert f'name="customer" value="{dana.pk}"' in page(client, q="dana")


def test_without_script_several_matches_are_listed(client: Client, priya: User) -> None:
    household = [make_customer("Dana Webb"), make_customer("Sam Webb")]
    html = page(client, q="webb", day=soon().isoformat())
    for one in household:
        assert f"customer={one.pk}" in html
    assert "New customer: webb" in html


@pytest.mark.parametrize(("words", "field"), [("202 555 0166", "phone"), ("Nadia Ruiz", "name")])
def test_an_unknown_caller_becomes_a_new_customer(
    client: Client, priya: User, words: str, field: str
) -> None:
    html = page(client, q=words)
    assert "New customer" in html
    typed = html.split(f'name="{field}"')[1].split(">")[0]
    assert f'value="{words}"' in typed


def test_a_known_customer_brings_what_is_known(client: Client, priya: User) -> None:
    dana, maya = make_customer(), make_technician()
    Location.objects.create(customer=dana, address="14 Alder Street", access_notes="shy dog")
    before = make_appointment(dana, maya)
    Appointment.objects.filter(pk=before.pk).update(status=Status.DONE)
    html = page(client, customer=str(dana.pk))
    for words in ("14 Alder Street", "shy dog", "Been here once", "(202) 555-0123"):
        assert words in html


@pytest.mark.parametrize("customer", ["", "nobody", "00000000-0000-0000-0000-000000000000"])
def test_a_customer_that_makes_no_sense_is_looked_up(
    client: Client, priya: User, customer: str
) -> None:
    assert "Who is calling?" in page(client, customer=customer)


@pytest.mark.parametrize(
    ("typed", "guessed", "shown"),
    [("", "", "Nadia"), ("Nad", "Nad", "Nadia"), ("Ms R", "N", "Ms R")],
)
def test_a_greeting_follows_the_name_until_it_is_changed(
    client: Client, priya: User, typed: str, guessed: str, shown: str
) -> None:
    html = page(client, "book_greeting", name="Nadia Ruiz", greeting=typed, guessed=guessed)
    assert f'name="greeting" value="{shown}"' in html


def plan(**more: str) -> dict[str, str]:
    return {
        "job_type": str(make_job_type().pk),
        "day": soon().isoformat(),
        "window": "10:00-12:00",
        **more,
    }


def test_faces_follow_the_job_and_the_time(client: Client, priya: User) -> None:
    maya, omar = make_technician(skills=["Boilers"]), make_technician("Omar Haddad")
    job = make_job_type("Boiler service")
    job.skills.set(maya.skills.all())
    html = page(client, "book_technicians", **plan())
    assert f'value="{maya.pk}"' in html
    assert f'value="{omar.pk}"' not in html
    assert "Not trained: Boilers" in html


def test_a_chosen_face_that_can_not_come_any_more_is_named(client: Client, priya: User) -> None:
    maya = make_technician()
    start = datetime.combine(soon(), time(10), tzinfo=UTC)
    make_appointment(make_customer(time_zone=""), maya, start=start)
    html = page(client, "book_technicians", **plan(technician=str(maya.pk), own_choice="yes"))
    assert "Maya Lopez can't come then: Busy 10-11am." in html
    chosen = html.split("checked")[0].rsplit("<input", 1)[1]
    assert 'value=""' in chosen


def test_of_many_somebody_is_found_by_name(client: Client, priya: User) -> None:
    maya, day = make_technician("Maya López"), date(2020, 1, 1)
    Technician.objects.bulk_create(
        Technician(display_name=f"Ann {number}", hired_on=day) for number in range(SHOWN + 1)
    )
    html = page(client, "book_technicians", **plan())
    assert "2 more could come, but fit less well. Type a name to find them." in html
    html = page(client, "book_technicians", named="lop", **plan())
    assert f'value="{maya.pk}"' in html
    assert "<b>Ann 1</b>" not in html
    assert "Nobody called “Zoe” is free then." in page(
        client, "book_technicians", named="Zoe", **plan()
    )


def test_a_chosen_face_stays_while_another_is_looked_for(client: Client, priya: User) -> None:
    maya = make_technician()
    Technician.objects.bulk_create(
        Technician(display_name=f"Ann {number}", hired_on=date(2020, 1, 1))
        for number in range(SHOWN + 1)
    )
    mine = {"technician": str(maya.pk), "own_choice": "yes", "named": "ann 7"}
    html = page(client, "book_technicians", **plan(), **mine)
    assert f'value="{maya.pk}" data-unit="" checked' in html


def test_who_has_left_by_then_is_not_offered(client: Client, priya: User) -> None:
    maya = make_technician()
    maya.left_on = soon()
    maya.save()
    assert "Maya" not in page(client, "book_technicians", **plan())
    assert "Maya" in page(client, "book_technicians", **plan(day=soon(1).isoformat()))


@pytest.mark.parametrize(
    "asked", [{}, {"day": "never", "job_type": "x", "technician": "?", "window": "25:00-26:00"}]
)
def test_faces_are_shown_before_anything_is_chosen(
    client: Client, priya: User, asked: dict[str, str]
) -> None:
    make_technician()
    assert "Maya Lopez" in page(client, "book_technicians", **asked)


def test_one_unit_is_nothing_to_choose_from(client: Client, priya: User) -> None:
    assert 'id="id_business_unit"' not in page(client)


def test_the_unit_of_who_comes_is_chosen_at_first(client: Client, priya: User) -> None:
    north, maya = BusinessUnit.objects.create(name="North"), make_technician()
    assert f'value="{north.pk}" selected' not in page(client)
    Technician.objects.update(business_unit=north)
    assert f'value="{north.pk}" selected' in page(client, technician=str(maya.pk))


def test_a_visit_is_of_the_chosen_unit_and_in_its_zone(client: Client, priya: User) -> None:
    west = BusinessUnit.objects.create(name="West", time_zone="America/Los_Angeles")
    assert send(client, form(business_unit=str(west.pk)))[0] == 200
    visit = Appointment.objects.get()
    assert visit.business_unit == west
    assert visit.arrival_window_start.astimezone(visit.zone).hour == 10


def test_an_archived_job_is_refused_at_its_field(client: Client, priya: User) -> None:
    job = make_job_type()
    type(job).objects.update(archived_at=timezone.now())
    assert 'id="id_job_type_error"' in send(client, form(job_type=str(job.pk)))[1]
    assert not Appointment.objects.exists()


def test_who_is_kept_for_another_customer_is_said_so_and_suggested_last(
    client: Client, priya: User
) -> None:
    maya, job = make_technician("Maya"), make_job_type()
    start = datetime.combine(soon(), time(10), UTC)
    WindowHold.objects.create(
        appointment=make_appointment(make_customer("Ines Vega"), start=start),
        technician=maya,
        start=start,
        end=start + timedelta(hours=1),
        until=timezone.now() + timedelta(minutes=30),
    )
    asked = {"job_type": str(job.pk), "day": soon().isoformat(), "window": "10:00-12:00"}
    html = page(client, "book_technicians", **asked)
    assert re.search(r"Held until \S+ for Ines", html)
    assert f'value="{maya.pk}" data-unit="" checked' not in html


@pytest.mark.parametrize(
    ("weekday", "office", "is_said"),
    [(4, {}, False), (5, {}, True), (6, {"office_at_weekends": True}, True),
     (6, {"office_from": time(8), "office_at_weekends": True}, False),
     (6, {"office_from": time(8)}, True)],
)  # fmt: skip
def test_who_has_no_hours_is_promised_on_no_weekend_nobody_named(
    client: Client, priya: User, weekday: int, office: dict[str, object], is_said: bool
) -> None:
    BusinessUnit.objects.update(**office)
    make_technician()
    day = next_on(weekday)
    booking = page(client, "book_technicians", day=day.isoformat())
    assert ("Hours not written down" in booking) == is_said
    assert ("Free all day" in booking) != is_said
    assert ("Free all day" in page(client, "day", day=day.isoformat())) != is_said


def test_who_is_off_is_not_called_free_on_the_day(client: Client, priya: User) -> None:
    maya, friday = make_technician(), next_on(4)
    assert "Free all day" in page(client, "day", day=friday.isoformat())
    start = datetime.combine(friday, time(), UTC)
    TimeOff.objects.create(
        technician=maya, start=start - timedelta(days=1), end=start + timedelta(days=2)
    )
    assert "Free all day" not in page(client, "day", day=friday.isoformat())


def test_on_a_day_off_of_theirs_nobody_is_called_free(client: Client, priya: User) -> None:
    weekday = (soon().weekday() + 1) % 7
    Shift.objects.create(
        technician=make_technician(), weekday=weekday, starts=time(8), ends=time(17)
    )
    assert "Outside their hours" in page(client, "book_technicians", day=soon().isoformat())
    day = soon(3).isoformat()
    assert "Outside their hours" not in page(client, "book_technicians", day=day)
