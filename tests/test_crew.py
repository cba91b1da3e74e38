"""Texts to our own technicians: they take the way of all texts, and nobody else's."""

import re
from datetime import date, time, timedelta

import pytest
from django.test import Client

from fieldservice.company.models import BusinessUnit, User
from notifications.crew_queue import remind
from notifications.crew_services import tell
from notifications.models import CallTask, Message, Suppression
from notifications.states import CrewKind, Reason, State
from technicians.models import Consent, Technician
from technicians.services import grant
from technicians.signals import answered, link_wanted
from technicians.signing_in import Purpose, owner
from tests.factories import make_technician, make_token
from tests.spine import OFFICE, Day, default_sender, with_photo

pytestmark = pytest.mark.django_db
HERS = "+12025550177"


@pytest.fixture
def ana() -> Technician:
    return make_technician("Ana Ruiz", phone=HERS, languages=["es"])


@pytest.fixture
def jo() -> Technician:
    return make_technician("Jo Park", phone=HERS)


def tell_thanks(day: Day, technician: Technician, words: str = "So kind") -> Message | None:
    facts = {"customer": "Dana", "day": "Tuesday", "words": words}
    return tell(technician=technician, kind=CrewKind.KIND_WORDS, key="1", now=day.now, facts=facts)


@pytest.mark.parametrize("kind", CrewKind)
def test_every_kind_reaches_the_technicians_own_phone(
    day: Day, jo: Technician, kind: CrewKind
) -> None:
    facts = {"customer": "Dana", "day": "Tuesday", "words": "So kind"}
    tell(technician=jo, kind=kind, key="1", now=day.now, facts=facts)
    (text,) = day.deliver()
    assert (text.to, text.media_url) == (HERS, "")
    assert "Jo" in text.body
    assert "  " not in text.body


def test_words_of_thanks_arrive_letter_by_letter(day: Day, jo: Technician) -> None:
    tell_thanks(day, jo, words="so [kind] {and} quick :-)")
    (text,) = day.deliver()
    assert '"so [kind] {and} quick :-)"' in text.body


def test_a_technician_is_written_to_in_their_language(day: Day, ana: Technician) -> None:
    tell_thanks(day, ana)
    (text,) = day.deliver()
    assert "Dana le da las gracias" in text.body


def test_the_same_occasion_is_told_once(day: Day, jo: Technician) -> None:
    tell_thanks(day, jo)
    tell_thanks(day, jo)
    assert len(day.deliver()) == 1


def test_without_a_number_nobody_is_texted(day: Day) -> None:
    assert tell_thanks(day, make_technician("Jo Park")) is None


def test_whoever_said_stop_gets_no_texts_as_a_colleague_either(day: Day, jo: Technician) -> None:
    Suppression.objects.create(number=HERS, sender=default_sender(), source="reply", at=day.now)
    text = tell_thanks(day, jo)
    assert text is not None
    assert day.deliver() == []
    text.refresh_from_db()
    assert (text.state, text.reason) == (State.SKIPPED, Reason.SUPPRESSED)


def test_whoever_has_left_is_texted_no_more(day: Day, jo: Technician) -> None:
    tell_thanks(day, jo)
    Technician.objects.update(left_on=date(2026, 6, 1))
    assert day.deliver() == []


def test_thanks_wait_for_the_morning_but_a_link_to_sign_in_does_not(
    day: Day, jo: Technician
) -> None:
    BusinessUnit.objects.update(quiet_from=time(9), quiet_until=time(12), time_zone="UTC")
    day.now = day.now.replace(hour=10)
    tell_thanks(day, jo)
    tell(technician=jo, kind=CrewKind.SIGN_IN, key="1", now=day.now)
    assert ["sign in" in text.body for text in day.deliver()] == [True]
    assert len(day.later(hours=2).deliver()) == 1


def test_a_late_link_to_sign_in_is_not_sent(day: Day, jo: Technician) -> None:
    tell(technician=jo, kind=CrewKind.SIGN_IN, key="1", now=day.now)
    assert day.later(minutes=11).deliver() == []


def test_a_lost_text_to_a_technician_is_no_call_to_a_customer(day: Day, jo: Technician) -> None:
    text = tell_thanks(day, jo)
    day.deliver()
    assert text is not None
    day.receipt(text.attempts.get(), State.FAILED, "21614")
    day.receipt(text.attempts.get(), State.DELIVERED)
    text.refresh_from_db()
    assert text.state == State.DELIVERED
    assert not CallTask.objects.exists()


def test_a_lost_answer_is_settled_as_any_other(day: Day, jo: Technician) -> None:
    text = tell_thanks(day, jo)
    assert text is not None
    Message.objects.update(state=State.SENDING, changed_at=day.now - timedelta(minutes=1))
    day.sweep()
    text.refresh_from_db()
    assert text.state == State.QUEUED


def test_integrations_do_not_read_what_technicians_are_told(
    client: Client, day: Day, jo: Technician
) -> None:
    tell_thanks(day, jo)
    answer = client.get("/api/v1/messages", headers={"authorization": f"Bearer {make_token()}"})
    assert answer.json()["items"] == []


def test_a_link_to_sign_in_is_made_when_the_text_leaves(day: Day, jo: Technician) -> None:
    jo.user = User.objects.create_user("jo", role=User.Role.TECHNICIAN)
    jo.save()
    link_wanted.send(Technician, technician=jo, purpose=Purpose.SIGN_IN, now=day.now)
    (text,) = day.deliver()
    (token,) = re.findall(r"/([^/\s]+)\s", text.body)
    assert owner(token) == jo


def test_who_is_introduced_by_others_hears_of_it_before_the_customer(
    day: Day, jo: Technician
) -> None:
    day.book(jo)
    day.book(jo, hours=48)
    assert [text.to == HERS for text in day.deliver()] == [True, False, False]


def test_who_published_their_own_words_needs_no_telling(day: Day, jo: Technician) -> None:
    jo.user = User.objects.create_user("jo", role=User.Role.TECHNICIAN)
    jo.save()
    grant(by=jo.user, technician=jo, fields=[Consent.Field.TENURE], now=day.now)
    day.book(jo)
    assert [text.to == HERS for text in day.deliver()] == [False]


def test_words_that_are_about_to_sleep_are_asked_about_once_in_two_weeks(
    day: Day, jo: Technician
) -> None:
    jo.lines.create(kind="bio", language="en", text="I tidy up.", renewed_at=day.now)
    grant(by=OFFICE, technician=jo, fields=[Consent.Field.BIO], now=day.now)
    assert remind(day.later(days=170).now) == 1
    (text,) = day.deliver()
    assert "still true" in text.body
    assert remind(day.later(days=3).now) == 0


def test_a_photo_of_last_year_is_asked_about(day: Day, jo: Technician) -> None:
    with_photo(jo)
    assert remind(day.later(days=370).now) == 1
    (text,) = day.deliver()
    assert "a year old" in text.body


def test_the_back_door_shows_nobody_a_link_that_signs_in(
    admin_client: Client, day: Day, jo: Technician
) -> None:
    text = tell_thanks(day, jo)
    assert text is not None
    page = admin_client.get(f"/admin/notifications/message/{text.pk}/change/").content.decode()
    assert "field-state" in page
    assert "field-body" not in page


def test_what_the_office_answers_within_minutes_is_told_in_one_text(
    day: Day, jo: Technician
) -> None:
    answered.send(Technician, technician=jo, by=OFFICE, now=day.now)
    answered.send(Technician, technician=jo, by=OFFICE, now=day.later(minutes=2).now)
    assert day.deliver() == []
    (text,) = day.later(minutes=5).deliver()
    assert "the office has looked" in text.body
