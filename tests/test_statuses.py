"""The life of a visit: what may follow what, from every status to every other."""

from itertools import product

import pytest

from appointments.statuses import LIVE, NEXT, Status, may_follow, may_go_back

ALLOWED = {
    Status.SCHEDULED: "on_the_way arrived done canceled no_access",
    Status.ON_THE_WAY: "scheduled arrived done canceled no_access",
    Status.ARRIVED: "done no_access",
    Status.DONE: "",
    Status.CANCELED: "",
    Status.NO_ACCESS: "",
}


@pytest.mark.parametrize(("old", "new"), list(product(Status, Status)))
def test_a_status_follows_as_the_table_says(old: Status, new: Status) -> None:
    assert may_follow(old, new) == (new.value in ALLOWED[old].split())


@pytest.mark.parametrize(("old", "new"), list(product(Status, Status)))
def test_any_step_but_a_cancellation_may_be_taken_back(old: Status, new: Status) -> None:
    assert may_go_back(old, new) == (old != Status.CANCELED and old.value in ALLOWED[new].split())


@pytest.mark.parametrize("status", Status)
def test_every_status_is_in_the_table_and_reached(status: Status) -> None:
    assert status in NEXT
    assert status == Status.SCHEDULED or any(status in news for news in NEXT.values())


@pytest.mark.parametrize("status", Status)
def test_a_technician_s_time_is_taken_until_the_visit_is_over(status: Status) -> None:
    assert (status in LIVE) == bool(NEXT[status])


@pytest.mark.parametrize("status", Status)
def test_every_status_is_said_to_people(status: Status) -> None:
    assert str(status.label) not in {"", status.value}
