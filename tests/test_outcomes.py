"""Every family of failure, as an answer: where the text goes, what is said, who else is touched."""

from datetime import UTC, datetime, timedelta

import pytest

from appointments.models import Appointment
from fieldservice.company.models import BusinessUnit
from notifications.models import Sender, Suppression
from notifications.outcomes import CONSEQUENCES
from notifications.providers.base import Family, NotProcessedError, ProviderError
from notifications.states import Reason, State
from tests.spine import NOW, Day, attempts, default_sender, last

pytestmark = pytest.mark.django_db


def answered(day: Day, family: Family, code: str = "1", wait: float = 0) -> Appointment:
    """A visit whose first call ended like this, and no second one yet."""
    day.provider.answers = [ProviderError(family, code, wait=wait, request_id="RQ1")]
    Sender.objects.update(per_second=0.001)  # what goes again waits for its turn
    visit = day.book()
    day.deliver()
    return visit


@pytest.mark.parametrize(
    ("family", "state", "reason", "outcome"),
    [
        (Family.OPTED_OUT, State.FAILED, Reason.SUPPRESSED, "refused"),
        (Family.WRONG_NUMBER, State.FAILED, Reason.WRONG_NUMBER, "refused"),
        (Family.CONTENT, State.FAILED, Reason.CONTENT_REFUSED, "refused"),
        (Family.PICTURE, State.FAILED, Reason.PICTURE_REFUSED, "refused"),
        (Family.UNREACHABLE, State.FAILED, Reason.UNREACHABLE, "refused"),
        (Family.ONCE_MORE, State.QUEUED, Reason.TRYING_AGAIN, "refused"),
        (Family.EXPIRED, State.QUEUED, Reason.TRYING_AGAIN, "refused"),
        (Family.TEMPORARY, State.QUEUED, Reason.TRYING_AGAIN, "not_processed"),
        (Family.DAILY_CAP, State.HELD, Reason.DAILY_CAP, "refused"),
        (Family.SET_UP, State.HELD, Reason.SENDER_STOPPED, "refused"),
        (Family.AMBIGUOUS, State.UNSETTLED, Reason.NO_ANSWER, "unknown"),
    ],
)
def test_each_family_leads_somewhere(
    day: Day, family: Family, state: State, reason: Reason, outcome: str
) -> None:
    visit = answered(day, family)
    assert (last(visit).state, last(visit).reason) == (state, reason)
    (attempt,) = attempts(visit)
    assert (attempt.outcome, attempt.error_code, attempt.request_id) == (outcome, "1", "RQ1")
    assert attempt.ended_at == NOW


def test_no_family_is_forgotten() -> None:
    assert set(CONSEQUENCES) == set(Family)


@pytest.mark.parametrize("family", sorted(set(Family) - {Family.OPTED_OUT}))
def test_only_an_opt_out_suppresses(day: Day, family: Family) -> None:
    answered(day, family)
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("family", sorted(set(Family) - {Family.SET_UP}))
def test_only_a_set_up_error_stops_the_sender(day: Day, family: Family) -> None:
    answered(day, family)
    assert default_sender().stopped_code == ""


def test_a_sender_stopped_without_a_code_is_stopped_too(day: Day) -> None:
    answered(day, Family.SET_UP, code="")
    assert default_sender().stopped_code == "unknown"


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        (NOW, datetime(2026, 6, 3, 7, tzinfo=UTC)),
        (datetime(2026, 6, 2, 6, 59, tzinfo=UTC), datetime(2026, 6, 2, 7, tzinfo=UTC)),
        (datetime(2026, 3, 8, 8, tzinfo=UTC), datetime(2026, 3, 9, 7, tzinfo=UTC)),
        (datetime(2026, 11, 1, 7, tzinfo=UTC), datetime(2026, 11, 2, 8, tzinfo=UTC)),
    ],
)
def test_a_day_of_the_cap_ends_at_midnight_on_the_pacific(
    now: datetime, midnight: datetime
) -> None:
    day = Day(now=now)
    day.provider.answers = [ProviderError(Family.DAILY_CAP, "30023")]
    day.book(on_the_phone=True)
    day.deliver()
    assert default_sender().held_until == midnight


def test_pauses_double_up_to_half_a_minute(day: Day) -> None:
    day.provider.answers = [NotProcessedError(Family.TEMPORARY) for _ in range(7)]
    visit = day.book()
    pauses = []
    for _ in range(7):
        day.deliver()
        pauses.append((last(visit).send_after - day.now).total_seconds())
        day.now = last(visit).send_after
    assert pauses == [2, 4, 8, 16, 30, 30, 30]
    assert len(day.deliver()) == 1


@pytest.mark.parametrize(("asked", "pause"), [(1, 2), (45, 45), (600, 600), (10**12, 600)])
def test_a_pause_that_is_asked_for_is_kept_within_reason(
    day: Day, asked: float, pause: float
) -> None:
    visit = answered(day, Family.TEMPORARY, "20429", wait=asked)
    assert last(visit).send_after == NOW + timedelta(seconds=pause)


@pytest.mark.parametrize(("code", "slower"), [("20429", True), ("30001", False)])
def test_a_provider_too_busy_for_one_text_is_too_busy_for_all(
    day: Day, code: str, slower: bool
) -> None:
    Sender.objects.update(per_second=0)
    day.provider.answers = [NotProcessedError(Family.TEMPORARY, code)]
    day.book()
    day.deliver()
    assert (default_sender().next_free_at is not None) == slower


def test_senders_of_one_account_slow_down_together(day: Day) -> None:
    unit = BusinessUnit.objects.create(name="Air", text_name="Acme Air")
    other = Sender.objects.create(business_unit=unit, address="+12025550188")
    answered(day, Family.TEMPORARY, "20429")
    other.refresh_from_db()
    assert other.next_free_at == NOW + timedelta(seconds=2)
