"""Who may ask the API, and how often."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from fieldservice.company.models import ApiToken
from tests.factories import make_technician, make_token
from tests.integration import Caller, technician_body, visit_body

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("token", ["", "wrong", "a b", "é"])
def test_without_a_token_of_ours_nothing_is_told(token: str) -> None:
    refused = Caller(token).get("/technicians")
    assert refused.status == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_another_scheme_is_no_token() -> None:
    headers = {"authorization": f"Basic {make_token()}"}
    assert Client(headers=headers).get("/api/v1/technicians").status_code == 401


def test_a_revoked_token_is_worth_nothing() -> None:
    token = make_token()
    ApiToken.objects.update(revoked_at=datetime(2026, 1, 5, tzinfo=UTC))
    assert Caller(token).get("/technicians").status == 401


def test_a_reading_token_reads_and_changes_nothing() -> None:
    reader, maya = Caller(role=ApiToken.Role.READ), make_technician()
    assert reader.get(f"/technicians/{maya.pk}").status == 200
    for refused in (
        reader.post("/technicians", technician_body()),
        reader.post("/appointments", visit_body()),
        reader.patch(f"/appointments/{maya.pk}", {}),
    ):
        assert refused.status == 403
        assert "insufficient_scope" in refused.headers["WWW-Authenticate"]


def test_fifty_requests_in_a_second_pass_and_the_next_must_wait() -> None:
    crm, billing = Caller(), Caller()
    with time_machine.travel(datetime(2026, 3, 2, 14, tzinfo=UTC), tick=False):
        assert {crm.get("/technicians").status for _ in range(50)} == {200}
        refused = crm.get("/technicians")
        assert (refused.status, refused.headers["Retry-After"]) == (429, "1")
        assert billing.get("/technicians").status == 200
    with time_machine.travel(datetime(2026, 3, 2, 14, 0, 1, tzinfo=UTC), tick=False):
        assert crm.get("/technicians").status == 200


def test_a_cache_that_is_down_stops_no_request(settings: Settings) -> None:
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:9"}}
    assert Caller().get("/technicians").status == 200


def test_no_cookie_opens_the_api(admin_client: Client) -> None:
    assert admin_client.get("/api/v1/technicians").status_code == 401
