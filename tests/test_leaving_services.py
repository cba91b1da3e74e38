"""Somebody has left: what goes at once, what in the background, and what must not come back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from appointments.models import Tap
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import BusinessUnit, Change, User
from notifications import forgetting
from notifications.models import Attempt, KeptCopy, Message
from notifications.pages import visit_card
from notifications.providers.base import AmbiguousError, Copy, Family, Provider
from notifications.states import State
from technicians.headshot_services import receive_headshot
from technicians.leaving_services import remove_everything
from technicians.models import Technician
from technicians.signing_in_services import invite
from tests.factories import make_customer, without_approval
from tests.headshot_company import an_integration, files_of, own, picture, published
from tests.integration import Caller, technician_body
from tests.spine import Day, attempts, fresh, last, with_photo
from tests.technician_pages import (
    address,
    dispatcher,
    html,
    signed_in_as,
    technician_named,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

HEARD = "football"


@pytest.fixture
def today() -> Day:
    BusinessUnit.objects.update(quiet_from=None)  # as the tests may run at night
    return Day(now=timezone.now())


@pytest.fixture
def maya() -> Technician:
    """She told of football, and has a photo, a phone and a log-in."""
    without_approval()
    caller = Caller()
    caller.post("/technicians", technician_body(external_id="m1", phone="+12025550188"))
    maya = Technician.objects.get()
    maya.user = User.objects.create(username="maya", role=User.Role.TECHNICIAN, first_name="Maya")
    maya.save()
    return maya


def leave(maya: Technician) -> Technician:
    office = User.objects.filter(username="priya").first() or dispatcher()
    remove_everything(by=office, technician=maya)
    return Technician.objects.get(pk=maya.pk)


def test_photos_words_name_and_phone_are_gone_at_once(maya: Technician) -> None:
    key = published(maya, timezone.now()).key
    gone = leave(maya)
    assert files_of(key) == []
    assert not gone.lines.exists()
    assert not gone.skills.exists()
    assert gone.agreed() == set()
    assert (gone.display_name, str(gone.phone)) == ("Somebody who has left", "")


def test_the_address_of_the_photo_answers_gone(maya: Technician) -> None:
    key = published(maya, timezone.now()).key
    stranger = signed_in_as(dispatcher())
    assert stranger.get(f"/media/headshots/{key}.jpg").status_code == 200
    leave(maya)
    assert stranger.get(f"/media/headshots/{key}.jpg").status_code == 410


def test_the_log_in_ends_with_its_sessions(maya: Technician) -> None:
    client = signed_in_as(own(maya))
    assert client.get("/profile").status_code == 200
    leave(maya)
    assert client.get("/profile").headers["Location"].startswith("/sign-in")
    user = User.objects.get(pk=own(maya).pk)
    assert (user.is_active, user.first_name, "maya" in user.username) == (False, "", False)


def test_visits_ahead_are_nobodys_and_those_before_stay_counted(
    today: Day, maya: Technician
) -> None:
    ahead, before = today.book(maya), today.book(maya, hours=30)
    type(before).objects.filter(pk=before.pk).update(status="done")
    leave(maya)
    assert fresh(ahead).technician is None
    assert fresh(before).technician_id == maya.pk


def test_what_was_told_of_her_is_a_number_only(today: Day, maya: Technician) -> None:
    visit = today.book(with_photo(maya))
    today.deliver()
    assert HEARD in last(visit).body
    leave(maya)
    text = Message.objects.get(kind="introduction")
    assert HEARD not in text.body
    assert "Maya" not in text.body
    assert "Maya" not in str(text.told)
    assert text.state == State.ACCEPTED


def test_the_customers_page_of_a_visit_of_hers_shows_nothing(today: Day, maya: Technician) -> None:
    visit = today.book(with_photo(maya))
    type(visit).objects.filter(pk=visit.pk).update(status="arrived")
    leave(maya)
    face = visit_card(type(visit).objects.for_texts().get(pk=visit.pk)).face
    assert face
    assert (face.photo_url, face.bio, face.skills) == ("", "", ())


def test_the_provider_deletes_the_texts_that_told_of_her_however_often_it_takes(
    today: Day, maya: Technician
) -> None:
    provider = today.provider
    visit = today.book(with_photo(maya))
    today.book(maya, make_customer("Ada", phone="+12025550144"), hours=30)
    today.deliver()
    sids = {each.provider_sid for each in attempts(visit)}
    leave(maya)
    provider.answers = [AmbiguousError(Family.AMBIGUOUS)] * 3
    now = timezone.now()

    def ours() -> Provider:
        return provider

    forgetting.run(ours, now)
    assert provider.forgotten == []
    forgetting.run(ours, now)  # too soon
    assert KeptCopy.objects.count() == 3  # one told her that her words are out
    forgetting.run(ours, now + timedelta(hours=1))
    assert {(Copy.TEXT, sid) for sid in sids} <= set(provider.forgotten)
    assert len(provider.forgotten) == 3
    assert not KeptCopy.objects.exists()


def test_a_text_to_her_that_still_waits_is_never_sent(today: Day, maya: Technician) -> None:
    invite(by=dispatcher(), technician=maya)
    leave(maya)
    assert today.deliver() == []
    text = Message.objects.get(technician=maya)
    assert (text.state, text.to, text.body) == (State.SKIPPED, "", "")


def test_a_copy_whose_call_is_open_waits_for_its_id(today: Day, maya: Technician) -> None:
    visit = today.book(with_photo(maya))
    today.deliver()
    Attempt.objects.update(provider_sid="", outcome=Attempt.Outcome.UNKNOWN)
    leave(maya)
    now = timezone.now()
    forgetting.run(lambda: today.provider, now)
    Attempt.objects.filter(message__appointment=visit).update(provider_sid="MM1")
    forgetting.run(lambda: today.provider, now + timedelta(hours=1))
    assert today.provider.forgotten == [(Copy.TEXT, "MM1")]


def test_nothing_brings_her_back(maya: Technician) -> None:
    leave(maya)
    again = Caller().post("/technicians", technician_body(external_id="m1"))
    assert again.status == 409
    with pytest.raises(ConflictError, match="This person has left"):
        receive_headshot(by=an_integration(), technician=maya_now(), upload=picture())
    assert maya_now().display_name == "Somebody who has left"


def maya_now() -> Technician:
    return Technician.objects.get()


def test_removing_twice_is_fine(maya: Technician) -> None:
    assert leave(maya).removed_at == leave(maya).removed_at
    assert Change.objects.filter(what="everything removed").count() == 1
    assert not Tap.objects.exists()


def test_the_office_is_shown_the_visits_first(today: Day) -> None:
    maya = technician_named("Maya Lopez")
    visit = today.book(maya)
    office = signed_in_as(dispatcher())
    assert "Remove everything" in html(office.get(address("technician_remove", maya)))
    assert visit.customer.name in html(office.get(address("technician_numbers", maya)))
    page = html(office.post(address("technician_remove", maya), follow=True))
    assert "Everything about Maya Lopez is removed." in page
    assert "Only numbers are left." in page
    assert "1 text" in html(office.get(address("technician_numbers", maya)))
