"""What is said about the changes of a profile, and of whom."""

import pytest

from fieldservice.company.models import Actor, Change, Robot
from fieldservice.company.services import record
from technicians.history import SENTENCES, SHOWN, entries
from tests.factories import make_technician
from tests.headshot_company import an_integration
from tests.technician_pages import dispatcher

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("what", SENTENCES)
def test_every_sentence_is_finished(what: str) -> None:
    maya = make_technician()
    record(by=Robot.SYSTEM, what=what, subject=maya, details={"fields": ["bio", "interest"]})
    said = entries(maya)[0].what
    assert "%" not in said
    assert ("About me, Off duty" in said) is ("%" in str(SENTENCES[what]))


def test_a_change_we_have_no_sentence_for_is_told_all_the_same() -> None:
    maya = make_technician()
    record(by=Robot.SYSTEM, what="moved house", subject=maya)
    assert entries(maya)[0].what == "Moved house"


def test_people_integrations_and_the_system_are_named() -> None:
    maya, crm = make_technician(), an_integration()
    actors: tuple[tuple[Actor, str], ...] = (
        (dispatcher(), "priya"),
        (crm, crm.name),
        (Robot.SYSTEM, "System"),
    )
    for by, name in actors:
        record(by=by, what="profile saved", subject=maya)
        assert entries(maya)[0].who == name


def test_someone_whose_log_in_is_gone_is_not_named() -> None:
    maya, priya = make_technician(), dispatcher()
    record(by=priya, what="profile saved", subject=maya)
    priya.delete()
    assert entries(maya)[0].who == "Somebody who has left"


def test_only_the_latest_changes_of_this_technician_are_told() -> None:
    maya, tom = make_technician(), make_technician("Tom Reed")
    Change.objects.all().delete()
    for _ in range(SHOWN + 1):
        record(by=Robot.SYSTEM, what="profile saved", subject=maya)
    assert len(entries(maya)) == SHOWN
    assert entries(tom) == []
