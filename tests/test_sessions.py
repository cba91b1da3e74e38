"""A kept session lives for half a year after its last use; the office's end as they always did."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from fieldservice.company.sessions import LIVES, RENEWED
from tests.technician_pages import dispatcher, signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Client:
    """The phone of somebody who was let in for long."""
    client = signed_in_as(dispatcher())
    session = client.session
    session.set_expiry(int(LIVES.total_seconds()))
    session[RENEWED] = timezone.localdate().isoformat()
    session.save()
    return client


def ends_in() -> timedelta:
    return Session.objects.get().expire_date - timezone.now()


def test_a_kept_session_begins_anew_with_every_day_of_its_use(kept: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=100), tick=False):
        answer = kept.get("/day")
        assert ends_in() == LIVES
        assert answer.cookies["sessionid"]["max-age"] == LIVES.total_seconds()


def test_a_session_is_written_once_a_day_at_most(kept: Client) -> None:
    assert "sessionid" not in kept.get("/day").cookies


def test_a_session_that_is_not_used_comes_to_its_end(kept: Client) -> None:
    with time_machine.travel(timezone.now() + LIVES, tick=False):
        assert kept.get("/day")["Location"].startswith("/sign-in")


def test_a_session_of_the_office_is_not_made_longer() -> None:
    client = signed_in_as(dispatcher())
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        client.get("/day")
        assert ends_in() < timedelta(days=4, minutes=1)


def test_a_page_that_asks_for_no_session_does_not_depend_on_the_cookie(kept: Client) -> None:
    assert "Cookie" not in kept.get("/healthz").headers.get("Vary", "")
