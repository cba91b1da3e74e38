"""What customers do on the page of their visit, what it tells them, and what nobody else sees."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client

from appointments.models import Appointment, Customer, WindowHold
from appointments.services import cancel
from appointments.statuses import Status
from fieldservice.company import colours
from fieldservice.company.models import BusinessUnit
from notifications.models import Alarm, CallTask, DetailTold, Question, Reply, VisitLink
from notifications.preparing import visit_links
from notifications.reply_services import receive
from technicians.models import Consent, Technician
from technicians.services import withdraw
from tests.factories import make_technician
from tests.spine import OFFICE, Day, default_sender, fresh, with_photo

pytestmark = pytest.mark.django_db
DANA = "+12025550123"
KIND = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"
# Apple's own preview, as it names itself.
PREVIEW = f"{KIND} facebookexternalhit/1.1 Facebot Twitterbot/1.0"


@pytest.fixture
def maya() -> Technician:
    lines = ["plays football", "bakes bread"]
    return with_photo(make_technician("Maya Lopez", interests=lines, languages=["en", "es"]))


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    """Dana knows that Maya comes tomorrow, on Wednesday, at ten."""
    BusinessUnit.objects.update(text_name="Acme", time_zone="America/New_York")
    visit = day.book(maya)
    day.deliver()
    return visit


def address(visit: Appointment) -> str:
    return f"/v/{VisitLink.objects.get(appointment=visit).token}"


def get(day: Day, visit: Appointment, more: str = "", agent: str = KIND) -> HttpResponse:
    with time_machine.travel(day.now, tick=False):
        answer = Client(headers={"user-agent": agent}).get(f"{address(visit)}{more}")
    return cast("HttpResponse", answer)


def seen(day: Day, visit: Appointment, more: str = "") -> str:
    return get(day, visit, more).content.decode()


def press(day: Day, visit: Appointment, what: str, **sent: object) -> str:
    """What the page says after this button, as the word in its address."""
    with time_machine.travel(day.now, tick=False):
        answer = Client(enforce_csrf_checks=True).post(f"{address(visit)}/{what}", sent)
    assert answer.status_code == 302
    return answer.headers["Location"].partition("said=")[2]


def window(visit: Appointment) -> str:
    return fresh(visit).arrival_window_start.isoformat()


def starts(visit: Appointment) -> str:
    return f"{fresh(visit).arrival_window_start.astimezone(visit.zone):%a %d %H}"


def write(day: Day, body: str) -> Reply:
    sid = f"SM{Reply.objects.count()}"
    number, sender = DANA, default_sender()
    return receive(sid=sid, number=number, sender=sender, body=body, opt_out="", now=day.now)


def choose(day: Day, visit: Appointment, choice: int) -> str:
    offer = Question.objects.latest("pk").pk
    return press(day, visit, "choose", offer=offer, choice=choice)


# A yes, and another time


def test_a_yes_is_kept(day: Day, visit: Appointment) -> None:
    assert "This time suits me" in seen(day, visit)
    assert press(day, visit, "confirm", window=window(visit)) == "confirmed"
    words = seen(day, visit, "?said=confirmed")
    assert "The time is confirmed." in words
    assert "This time suits me" not in words


def test_a_yes_to_a_time_that_has_changed_is_none(day: Day, visit: Appointment) -> None:
    before = window(visit)
    day.move(visit, hours=24)
    assert press(day, visit, "confirm", window=before) == "changed"
    assert fresh(visit).confirmed_at is None


def test_another_time_is_one_of_three_that_are_kept(day: Day, visit: Appointment) -> None:
    assert press(day, visit, "another-time") == "windows"
    assert WindowHold.objects.count() == 3
    assert seen(day, visit).count('name="choice"') == 3
    assert choose(day, visit, 2) == "moved"
    assert starts(visit) != "Wed 03 10"
    assert fresh(visit).confirmed_at
    assert not WindowHold.objects.exists()


def test_who_asks_twice_sees_the_same_three(day: Day, visit: Appointment) -> None:
    press(day, visit, "another-time")
    shown = re.findall('name="choice".*?<', seen(day, visit))
    press(day.later(minutes=5), visit, "another-time")
    assert re.findall('name="choice".*?<', seen(day, visit)) == shown


def test_the_windows_of_a_text_are_taken_on_the_page(day: Day, visit: Appointment) -> None:
    write(day, "R")
    assert seen(day, visit).count('name="choice"') == 3
    assert choose(day.later(minutes=1), visit, 1) == "moved"


def test_the_windows_of_the_page_are_said_and_taken_by_text(day: Day, visit: Appointment) -> None:
    press(day, visit, "another-time")
    write(day.later(minutes=1), "R")
    (text,) = day.deliver()
    offered = Question.objects.get()
    assert offered.message
    assert "1 for" in text.body
    write(day, "1")
    assert fresh(visit).arrival_window_start == datetime.fromisoformat(offered.options[0]["start"])


def test_a_window_taken_by_text_is_not_taken_again(day: Day, visit: Appointment) -> None:
    write(day, "R")
    write(day.later(minutes=1), "1")
    taken = starts(visit)
    assert choose(day, visit, 2) == "gone"
    assert starts(visit) == taken


def test_a_window_pressed_twice_is_taken_once(day: Day, visit: Appointment) -> None:
    press(day, visit, "another-time")
    offer = Question.objects.get().pk
    said = [press(day, visit, "choose", offer=offer, choice=1) for _ in range(2)]
    assert said == ["moved", "moved"]


def test_a_window_that_ran_out_leads_to_three_others(day: Day, visit: Appointment) -> None:
    press(day, visit, "another-time")
    assert choose(day.later(minutes=31), visit, 1) == "gone"
    assert Question.objects.count() == 2


@pytest.mark.parametrize("choice", ["0", "4", "-1", "x", "9" * 30, "²"])
def test_a_choice_nobody_offered_moves_nothing(day: Day, visit: Appointment, choice: str) -> None:
    press(day, visit, "another-time")
    press(day, visit, "choose", offer=Question.objects.get().pk, choice=choice)
    assert starts(visit) == "Wed 03 10"


def test_whom_no_time_suits_a_person_calls(day: Day, visit: Appointment) -> None:
    press(day, visit, "another-time")
    assert press(day, visit, "call-me") == "call"
    assert CallTask.objects.get().reason == CallTask.Reason.ANOTHER_TIME
    assert 'name="choice"' not in seen(day, visit)


def test_a_window_of_another_visit_is_not_taken(day: Day, visit: Appointment) -> None:
    press(day, visit, "another-time")
    other = day.book(make_technician("Omar Haddad"), hours=72)
    visit_links([other])
    choose(day, other, 1)
    assert starts(other) == "Fri 05 10"


# What they tell us


def test_words_reach_the_inbox_once(day: Day, visit: Appointment) -> None:
    assert "Maya doesn't get your number" in seen(day, visit).replace("&#x27;", "'")
    key = "9f0c1fb0-0000-4000-8000-000000000001"
    said = [press(day, visit, "tell", words="The dog bites", key=key) for _ in range(2)]
    reply = Reply.objects.get()
    assert said == ["sent", "sent"]
    assert (reply.body, reply.appointment, reply.read_at) == ("The dog bites", visit, None)


def test_a_stop_on_the_page_is_a_stop(day: Day, visit: Appointment) -> None:
    press(day, visit, "tell", words="STOP")
    assert default_sender().suppressions.filter(number=DANA).exists()


def test_no_words_are_not_sent(day: Day, visit: Appointment) -> None:
    assert press(day, visit, "tell", words="  ") == "empty"


def test_wishes_are_kept(day: Day, visit: Appointment) -> None:
    sent = {"greeting": "Mrs Webb", "say_it_like": "DAY-na", "visit_style": "quiet"}
    assert press(day, visit, "wishes", **sent, no_personal_texts="on") == "saved"
    dana = Customer.objects.get()
    assert (dana.greeting, dana.say_it_like, dana.visit_style) == ("Mrs Webb", "DAY-na", "quiet")
    assert (dana.no_personal_texts, dana.fewer_texts) == (True, False)


def test_a_wish_that_cannot_be_is_said_beside_it(day: Day, visit: Appointment) -> None:
    with time_machine.travel(day.now, tick=False):
        answer = Client().post(f"{address(visit)}/wishes", {"greeting": "<Dana>"})
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert Customer.objects.get().greeting == "Dana"


def test_who_stands_in_does_not_rename_the_customer(day: Day, maya: Technician) -> None:
    visit = day.book(maya, contact_name="Bob", contact_phone="+12025550199")
    day.deliver()
    press(day, visit, "wishes", greeting="Bob", visit_style="chatty")
    dana = Customer.objects.get()
    assert (dana.greeting, dana.visit_style) == ("Dana", "chatty")


def test_no_personal_texts_are_plain(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    Customer.objects.update(no_personal_texts=True)
    (text,) = day.deliver()
    assert "Maya" in text.body
    assert not text.media_url
    assert "football" not in text.body
    assert "/photo-" in seen(day, visit)


def test_somebody_else_at_the_door_is_an_alarm(day: Day, visit: Appointment) -> None:
    assert press(day.later(hours=23), visit, "warn") == "warned"
    assert Alarm.objects.get().source == Alarm.Source.PAGE
    assert "Keep the door closed." in seen(day, visit, "?said=warned")


def test_far_from_the_visit_it_is_an_urgent_call(day: Day, visit: Appointment) -> None:
    press(day, visit, "warn")
    assert CallTask.objects.get().urgent
    assert not Alarm.objects.exists()


# One detail, told once


def test_a_detail_is_told_when_asked_for_and_counts(day: Day, visit: Appointment) -> None:
    assert "bakes bread" not in seen(day, visit)
    press(day, visit, "detail")
    press(day, visit, "detail")
    assert "Off duty: bakes bread" in seen(day, visit)
    assert DetailTold.objects.count() == 2  # the other one was in the text


def test_what_the_page_told_no_text_tells_again(day: Day, maya: Technician) -> None:
    first = day.book(maya)
    day.deliver()
    press(day, first, "detail")
    day.later(minutes=5).book(maya, first.customer, hours=48)
    (text,) = day.deliver()
    assert "bread" not in text.body
    assert "football" not in text.body


@pytest.mark.parametrize("why", ["withheld", "sober", "all told"])
def test_there_may_be_nothing_to_tell(
    day: Day, visit: Appointment, maya: Technician, why: str
) -> None:
    if why == "withheld":
        withdraw(by=OFFICE, technician=maya, field=Consent.Field.INTEREST)
    elif why == "sober":
        Appointment.objects.update(recall=True)
    else:
        maya.lines.filter(text="bakes bread").delete()
    assert "One more thing" not in seen(day, visit)
    press(day, visit, "detail")
    assert "Off duty" not in seen(day, visit)


# Live


def test_the_part_that_changes_is_sent_only_when_it_has(day: Day, visit: Appointment) -> None:
    tag = re.findall('data-tag="(.*?)"', seen(day, visit))[0].replace("&quot;", '"')
    assert f'data-tag="{tag}"'.count('"') == 4
    with time_machine.travel(day.now, tick=False):
        ask = Client(headers={"if-none-match": tag})
        same = ask.get(f"{address(visit)}/now?in=en")
        day.reassign(visit, make_technician("Omar Haddad"))
        new = ask.get(f"{address(visit)}/now?in=en")
    assert (same.status_code, same.content) == (304, b"")
    assert "A change: Omar comes, not Maya." in new.content.decode()


def test_it_says_how_far_they_are(day: Day, visit: Appointment) -> None:
    day.later(hours=24).edit(
        visit, status=Status.ON_THE_WAY, expected_at=day.now + timedelta(minutes=20)
    )
    words = seen(day, visit)
    assert "Maya is on the way" in words
    assert "About 20 minutes" in words
    assert fresh(visit).door_words in words
    day.edit(visit, expected_at=visit.arrival_window_end + timedelta(minutes=30))
    assert "Later than planned, sorry: about 12:30pm." in seen(day, visit)
    day.edit(visit, status=Status.ARRIVED)
    assert "Maya is here" in (words := seen(day, visit))
    assert fresh(visit).door_words in words
    day.edit(visit, status=Status.DONE)
    assert "This visit is finished." in seen(day, visit)
    assert not fresh(visit).door_words or fresh(visit).door_words not in seen(day, visit)


def test_who_turned_back_is_asked_for_no_words(day: Day, visit: Appointment) -> None:
    day.later(hours=24).edit(visit, status=Status.ON_THE_WAY)
    day.move(visit, hours=1)
    assert fresh(visit).status == Status.SCHEDULED
    assert "At the door" not in seen(day, visit)


def test_a_visit_called_off_offers_nothing(day: Day, visit: Appointment) -> None:
    cancel(by=OFFICE, appointment=fresh(visit), now=day.now)
    words = seen(day, visit)
    assert "called off" in words
    assert not re.search('/confirm|/another-time|/warn|/detail"|/photo-', words)


def test_the_page_has_two_languages(day: Day, visit: Appointment) -> None:
    assert 'href="?in=es"' in seen(day, visit)
    assert get(day, visit, "?in=es").headers["Content-Language"] == "es"
    assert "mié 3 junio" in seen(day, visit, "?in=es")
    assert get(day, visit, "?in=xx").headers["Content-Language"] == "en"
    assert press(day, visit, "detail", **{"in": "es"}) == ""


def test_it_shows_the_company_s_colour(day: Day, visit: Appointment) -> None:
    BusinessUnit.objects.update(colour="#123456")
    assert "/brand/123456.css" in seen(day, visit)
    style = Client().get("/brand/123456.css").content.decode()
    assert f"--brand:#123456;--on-brand:{colours.text_on('#123456')}" in style
    assert Client().get("/brand/red;}.css").status_code == 404


# Who sees nothing


@pytest.mark.parametrize(
    "told",
    [
        {"user-agent": PREVIEW},
        {"user-agent": "WhatsApp/2.23"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"user-agent": KIND, "sec-purpose": "prefetch;prerender"},
    ],
)
def test_a_preview_shows_no_visit(day: Day, visit: Appointment, told: dict[str, str]) -> None:
    with time_machine.travel(day.now, tick=False):
        asking = Client(headers=told)
        words = asking.get(address(visit)).content.decode()
        others = [asking.get(f"{address(visit)}/{part}") for part in ("now", "visit.ics")]
    assert 'property="og:title" content="Your visit"' in words
    assert not re.search("Maya|Dana|Acme|Jun|photo-|boiler", words, re.IGNORECASE)
    assert [each.status_code for each in others] == [404, 404]
    assert VisitLink.objects.get().opened == 0


def test_a_person_in_an_odd_browser_gets_in_by_a_button(day: Day, visit: Appointment) -> None:
    with time_machine.travel(day.now, tick=False):
        odd = Client(headers={"user-agent": "My preview browser"})
        assert "Maya" not in odd.get(address(visit)).content.decode()
        assert "Maya" in odd.post(f"{address(visit)}/open", follow=True).content.decode()


def test_no_meta_tag_says_anything_of_anybody(day: Day, visit: Appointment) -> None:
    head = seen(day, visit).partition("<body")[0]
    assert not re.search("Maya|Dana|Acme|photo-", head)


def test_reading_changes_nothing_but_the_count(day: Day, visit: Appointment) -> None:
    before = [fresh(visit).version, DetailTold.objects.count(), Question.objects.count()]
    for more in ("", "/now", "?said=confirmed", "?said=moved"):
        get(day, visit, more)
    after = [fresh(visit).version, DetailTold.objects.count(), Question.objects.count()]
    assert (after, VisitLink.objects.get().opened) == (before, 3)


@pytest.mark.parametrize("what", ["confirm", "another-time", "warn", "detail", "wishes", "open"])
def test_a_button_is_no_link(day: Day, visit: Appointment, what: str) -> None:
    assert get(day, visit, f"/{what}").status_code == 405


def test_looking_is_logged_without_a_name_or_a_key(
    day: Day, visit: Appointment, caplog: pytest.LogCaptureFixture
) -> None:
    get(day, visit)
    get(day, visit, agent=PREVIEW)
    token = address(visit).rpartition("/")[2]
    said = [each.getMessage() for each in caplog.records if "page " in each.getMessage()]
    assert [each.partition(": ")[2] for each in said] == ["person, shown", "program, shown"]
    assert not re.search(f"{token}|Maya|Dana|{DANA[1:]}", " ".join(said))


# Small


def test_the_page_weighs_less_than_100_kb(day: Day, visit: Appointment) -> None:
    words = seen(day, visit)
    names = re.findall(r'(?:href|src)="/static/([^"?]+)"', words)
    sizes = [Path(str(finders.find(name))).stat().st_size for name in names]
    assert len(sizes) == 4
    assert len(words.encode()) + sum(sizes) < 100_000


def test_too_many_presses_are_slowed_down(day: Day, visit: Appointment) -> None:
    said = {press(day, visit, "detail") for _ in range(60)}
    assert said == {""}
    assert press(day, visit, "detail") == "much"
