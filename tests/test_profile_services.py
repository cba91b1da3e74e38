"""What people change about a profile: own words, switches, details and leaving."""

from datetime import UTC, datetime, timedelta

import pytest

from fieldservice.company.errors import ConflictError, InvalidError
from fieldservice.company.models import Change, User
from technicians import services
from technicians.models import Line, Technician
from technicians.profile_services import save_words, set_leaving, tell
from tests.headshot_company import an_integration, own
from tests.technician_pages import dispatcher, technician_named

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
KIND = Line.Kind


@pytest.fixture
def maya() -> Technician:
    return technician_named("Maya Lopez")


@pytest.fixture
def priya() -> User:
    return dispatcher()


def said(maya: Technician, language: str = "en", **texts: tuple[str, ...]) -> list[Line.Kind]:
    words = {language: {KIND(kind): lines for kind, lines in texts.items()}}
    return save_words(by=own(maya), technician=maya, words=words, now=NOON)


def test_only_what_differs_counts_as_changed(maya: Technician) -> None:
    assert said(maya, interest=("bread",), bio=("Hello",)) == [KIND.INTEREST, KIND.BIO]
    assert said(maya, interest=("bread",), bio=("Hello you",)) == [KIND.BIO]
    assert said(maya, interest=("bread",), bio=("Hello you",)) == []


def test_another_order_of_interests_is_a_change(maya: Technician) -> None:
    said(maya, interest=("bread", "tea"))
    assert said(maya, interest=("tea", "bread")) == [KIND.INTEREST]


def test_an_unchanged_line_stays_the_same_row(maya: Technician) -> None:
    said(maya, interest=("bread", "tea"))
    row = maya.lines.get(text="tea").pk
    said(maya, interest=("tea",))
    assert [line.pk for line in maya.lines.all()] == [row]


def test_words_of_another_language_stay(maya: Technician) -> None:
    said(maya, "es", bio=("Hola",))
    said(maya, "en", bio=("Hello",))
    assert set(maya.lines.values_list("language", "text")) == {("es", "Hola"), ("en", "Hello")}


def test_the_history_keeps_the_kinds_but_never_the_words(maya: Technician) -> None:
    said(maya, opener=("I tidy up.",))
    change = Change.objects.get(what="words saved")
    assert change.details == {"fields": ["opener"]}


def test_nothing_changed_leaves_no_history(maya: Technician) -> None:
    said(maya, bio=("",))
    assert not Change.objects.filter(what="words saved").exists()


def test_a_word_that_is_too_long_saves_none(maya: Technician) -> None:
    with pytest.raises(InvalidError):
        said(maya, interest=("bread",), opener=("x" * 161,))
    assert not maya.lines.exists()


def test_the_office_cannot_undo_what_the_technician_switched_off(
    maya: Technician, priya: User
) -> None:
    tell(by=own(maya), technician=maya, field="bio", on=False)
    with pytest.raises(ConflictError, match="Maya switched this off"):
        tell(by=priya, technician=maya, field="bio", on=True)


def test_switching_off_twice_does_not_make_it_the_offices(maya: Technician, priya: User) -> None:
    tell(by=own(maya), technician=maya, field="bio", on=False)
    tell(by=priya, technician=maya, field="bio", on=False)
    assert maya.consents.get(field="bio").source == "self"
    with pytest.raises(ConflictError):
        tell(by=priya, technician=maya, field="bio", on=True)


def test_the_technician_takes_over_what_the_office_switched_off(
    maya: Technician, priya: User
) -> None:
    tell(by=priya, technician=maya, field="bio", on=False)
    tell(by=own(maya), technician=maya, field="bio", on=False)
    assert maya.consents.get(field="bio").source == "self"


def test_an_import_does_not_bring_back_what_the_office_switched_off(
    maya: Technician, priya: User
) -> None:
    tell(by=priya, technician=maya, field="tenure", on=False)
    services.grant(by=an_integration(), technician=maya, fields=["tenure"])
    assert "tenure" not in maya.agreed()


@pytest.mark.parametrize("days", [0, 1])
def test_one_may_leave_from_the_first_day_on(maya: Technician, priya: User, days: int) -> None:
    day = maya.hired_on + timedelta(days=days)
    assert set_leaving(by=priya, technician=maya, left_on=day).left_on == day


def test_nobody_leaves_the_day_before_the_first(maya: Technician, priya: User) -> None:
    with pytest.raises(InvalidError) as refusal:
        set_leaving(by=priya, technician=maya, left_on=maya.hired_on - timedelta(days=1))
    assert refusal.value.field == "left_on"
