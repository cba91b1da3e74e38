"""New photos and words of technicians: nothing of them reaches customers before a yes."""

from datetime import UTC, datetime, timedelta

import pytest

from fieldservice.company.errors import InvalidError, StaleError
from fieldservice.company.models import BusinessUnit, User
from technicians import approvals
from technicians.approval_services import (
    answer_photo,
    answer_words,
    approve_photo,
    approve_words,
)
from technicians.drafts import as_written
from technicians.headshot_services import receive_headshot, set_crop
from technicians.headshots import make_ready
from technicians.imaging import Crop
from technicians.models import Headshot, Line, Technician
from technicians.profile_services import save_words
from tests.headshot_company import MIDDLE, again, files_of, own, picture, published, usable
from tests.integration import Caller, technician_body
from tests.spine import Day, with_photo
from tests.technician_pages import dispatcher, technician_named

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 2, 14, tzinfo=UTC)
State, Kind = Headshot.State, Line.Kind


@pytest.fixture
def rosa() -> User:
    return User.objects.create(username="rosa", role=User.Role.MANAGER)


@pytest.fixture
def maya() -> Technician:
    """In a company that wants to approve, as all do that said nothing else."""
    maya = technician_named("Maya Lopez")
    BusinessUnit.objects.update(approve_photos=True, approve_words=True)
    return maya


def test_a_company_that_said_nothing_approves_both() -> None:
    unit = BusinessUnit.objects.get()
    assert (unit.approve_photos, unit.approve_words) == (True, True)


def write(
    maya: Technician, *texts: str, by: User | None = None, kind: Line.Kind = Line.Kind.INTEREST
) -> None:
    save_words(by=by or own(maya), technician=maya, words={"en": {kind: texts}}, now=NOW)


def told(maya: Technician) -> list[str]:
    return list(maya.lines.values_list("text", flat=True))


def written(maya: Technician) -> list[str]:
    return [line.text for line in as_written(Technician.objects.get(pk=maya.pk))]


def upload(maya: Technician, *, hours: int = 0) -> Headshot:
    at = NOW + timedelta(hours=hours)
    shot = receive_headshot(by=own(maya), technician=maya, upload=picture(), now=at)
    make_ready(shot.pk, now=at, imaging=usable)
    return again(shot)


def test_new_words_wait_and_the_former_ones_are_told(
    day: Day, maya: Technician, rosa: User
) -> None:
    write(maya, "bakes bread", by=rosa)
    maya.consents.create(field="interest", source="self", granted_at=NOW)
    write(maya, "grows tomatoes")
    assert (told(maya), written(maya)) == (["bakes bread"], ["grows tomatoes"])
    day.book(maya)
    (text,) = day.deliver()
    assert "bakes bread" in text.body
    assert "tomatoes" not in text.body


def test_a_yes_makes_them_the_ones_that_are_told(maya: Technician, rosa: User) -> None:
    write(maya, "grows tomatoes")
    draft = approvals.words().get()
    approve_words(by=rosa, draft=draft, seen=draft.written_at.isoformat())
    assert (told(maya), approvals.count()) == (["grows tomatoes"], 0)


def test_an_answer_keeps_them_for_the_technician_to_change(maya: Technician, rosa: User) -> None:
    write(maya, "loves cheap beer")
    draft = approvals.words().get()
    answer_words(by=rosa, draft=draft, seen=draft.written_at.isoformat(), answer="No beer, please.")
    assert (told(maya), written(maya)) == ([], ["loves cheap beer"])
    assert (maya.drafts.get().answer, approvals.count()) == ("No beer, please.", 0)
    write(maya, "loves tea")
    assert approvals.words().get().texts == ["loves tea"]


def test_words_changed_meanwhile_are_not_approved_unseen(maya: Technician, rosa: User) -> None:
    write(maya, "grows tomatoes")
    seen = approvals.words().get().written_at.isoformat()
    save_words(
        by=own(maya),
        technician=maya,
        words={"en": {Kind.INTEREST: ("drinks",)}},
        now=NOW + timedelta(minutes=1),
    )
    with pytest.raises(StaleError, match="changed it in the meantime"):
        approve_words(by=rosa, draft=approvals.words().get(), seen=seen)
    assert told(maya) == []


def test_an_answer_is_a_sentence(maya: Technician, rosa: User) -> None:
    write(maya, "grows tomatoes")
    draft = approvals.words().get()
    with pytest.raises(InvalidError):
        answer_words(by=rosa, draft=draft, seen=draft.written_at.isoformat(), answer=" ")


@pytest.mark.parametrize(
    ("new", "left"),
    [
        (("bread",), ["bread"]),
        (("tea", "bread"), ["tea", "bread"]),
        (("", "tea"), ["tea"]),
        ((), []),
    ],
)
def test_taking_back_and_another_order_need_no_approval(
    maya: Technician, rosa: User, new: tuple[str, ...], left: list[str]
) -> None:
    write(maya, "bread", "tea", by=rosa)
    write(maya, *new)
    assert (told(maya), approvals.count()) == (left, 0)


def test_an_emptied_row_is_gone_at_once_beside_a_new_one(maya: Technician, rosa: User) -> None:
    write(maya, "bread", "tea", by=rosa)
    write(maya, "", "tea", "tomatoes")
    assert (told(maya), written(maya)) == (["tea"], ["tea", "tomatoes"])


def test_the_office_saving_its_page_is_no_yes_but_its_own_words_are(maya: Technician) -> None:
    priya = dispatcher()
    write(maya, "tomatoes")
    write(maya, "tomatoes", by=priya)
    assert (told(maya), approvals.count()) == ([], 1)
    write(maya, "tea", by=priya)
    assert (told(maya), approvals.count()) == (["tea"], 0)


def test_what_an_integration_writes_needs_no_approval() -> None:
    Caller().post("/technicians", technician_body())
    assert told(Technician.objects.get()) == ["plays football on Sundays"]


def test_a_company_may_do_without(maya: Technician) -> None:
    BusinessUnit.objects.update(approve_photos=False, approve_words=False)
    write(maya, "tomatoes")
    assert (told(maya), upload(maya).state) == (["tomatoes"], State.READY)


def test_a_new_photo_waits_without_an_address_and_the_former_stays(maya: Technician) -> None:
    with_photo(maya)
    former, new = maya.headshots.get(), upload(maya, hours=1)
    assert (again(former).state, new.state) == (State.READY, State.WAITING)
    assert Technician.objects.get(pk=maya.pk).headshot() == former


def test_a_yes_publishes_the_photo(maya: Technician, rosa: User) -> None:
    with_photo(maya)
    former, new = maya.headshots.get(), upload(maya, hours=1)
    approve_photo(by=rosa, shot=new)
    assert (again(former).state, again(new).state) == (State.SUPERSEDED, State.READY)
    with pytest.raises(StaleError):
        answer_photo(by=rosa, shot=new, answer="Too late.")


def test_a_photo_sent_back_says_why(maya: Technician, rosa: User) -> None:
    shot = upload(maya)
    answer_photo(by=rosa, shot=shot, answer="Without the cigarette, please.")
    assert again(shot).state == State.REFUSED
    assert again(shot).answer == "Without the cigarette, please."
    assert approvals.count() == 0


def test_a_newer_photo_takes_the_place_of_one_that_waits(maya: Technician) -> None:
    first, second = upload(maya), upload(maya, hours=1)
    assert (again(first).state, second.state) == (State.WITHDRAWN, State.WAITING)
    assert files_of(second.key)


def test_another_crop_waits_if_its_photo_does(maya: Technician, rosa: User) -> None:
    crop = Crop(0.1, 0.1, 0.6, 0.6)
    waiting = upload(maya)
    again_cut = set_crop(by=own(maya), technician=maya, crop=crop, now=NOW + timedelta(hours=1))
    make_ready(again_cut.pk, now=NOW + timedelta(hours=1), imaging=usable)
    assert (again(waiting).state, again(again_cut).state) == (State.WITHDRAWN, State.WAITING)
    approve_photo(by=rosa, shot=again(again_cut))
    last_cut = set_crop(by=own(maya), technician=maya, crop=MIDDLE, now=NOW + timedelta(hours=2))
    make_ready(last_cut.pk, now=NOW + timedelta(hours=2), imaging=usable)
    assert again(last_cut).state == State.READY


def test_a_photo_of_the_office_needs_none(maya: Technician) -> None:
    shot = receive_headshot(by=dispatcher(), technician=maya, upload=picture(), now=NOW)
    make_ready(shot.pk, now=NOW, imaging=usable)
    assert again(shot).state == State.READY


def test_a_withdrawn_photo_no_longer_waits(maya: Technician) -> None:
    shot = upload(maya)
    maya.headshots.all().withdraw(NOW)
    assert again(shot).state == State.WITHDRAWN
    assert published(maya, NOW + timedelta(hours=1)).state == State.WAITING
