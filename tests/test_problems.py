"""Every error under /api is problem JSON, whoever raised it."""

import json
import logging
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError
from django.http import UnreadablePostError
from django.test import Client, RequestFactory

from fieldservice.company.models import BusinessUnit
from fieldservice.problems import handle
from tests.factories import make_appointment
from tests.integration import Caller, customer_body, technician_body, visit_body


@pytest.fixture
def crm(db: None) -> Caller:
    return Caller()


def handled(error: Exception) -> int:
    return handle(RequestFactory().get("/api/v1/messages"), error).status_code


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nothing", "", 404),
        ("GET", "/technicians/", "", 404),
        ("POST", "/nothing", "{}", 404),
        ("GET", f"/technicians/{UUID(int=7)}", "", 404),
        ("GET", "/technicians/not-an-id", "", 404),
        ("DELETE", "/technicians", "", 405),
        ("GET", "/", "", 404),
        ("POST", "/technicians", "{", 400),
        ("POST", "/technicians", "[" * 100_000, 400),
        ("POST", "/technicians", '"\xff"', 422),
        ("POST", "/technicians", "", 422),
        ("POST", "/technicians", "[]", 422),
        ("POST", "/technicians", "{}", 422),
        ("POST", "/technicians", '{"display_name": "' + "x" * 1_000_001 + '"}', 413),
    ],
)
def test_an_error_is_problem_json(
    crm: Caller, method: str, path: str, body: str, status: int
) -> None:
    answer = crm.ask(method, path, body)
    assert answer.status == answer.body["status"] == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "detail", "errors"} <= answer.body.keys()
    assert answer.body["detail"]


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v2/technicians"])
@pytest.mark.django_db
def test_an_address_nobody_has_is_a_problem_too(path: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_other_addresses_keep_their_own_errors() -> None:
    assert Client().get("/apiary")["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_djangos_own_refusal_is_a_problem() -> None:
    answer = Client().get("/api/v1/technicians", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_a_wrong_method_is_told_the_right_ones(crm: Caller) -> None:
    assert set(crm.ask("DELETE", "/appointments").headers["Allow"].split(", ")) == {"GET", "POST"}


def test_all_fields_at_fault_are_named_at_once(crm: Caller) -> None:
    refused = crm.post("/technicians", {"display_name": 7, "nickname": "May"})
    assert set(refused.fields) == {"display_name", "hired_on", "nickname"}


def test_a_field_in_a_part_is_named_with_the_part(crm: Caller) -> None:
    missing = visit_body(customer={"name": "Dana Webb", "phone": "+12025550123"})
    assert crm.post("/appointments", missing).fields == ["customer.consent"]
    landline = visit_body(customer=customer_body(phone="+442079460123"))
    assert crm.post("/appointments", landline).fields == ["customer.phone"]


def test_a_conflict_says_what_stands_in_the_way(crm: Caller) -> None:
    make_appointment(external_id="A-1")
    refused = crm.post("/appointments", visit_body(external_id="A-1"))
    assert (refused.status, refused.fields) == (409, ["external_id"])
    assert "external id" in refused.body["detail"]


def test_what_nobody_foresaw_is_logged_and_told_without_details(
    crm: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    BusinessUnit.objects.all().delete()
    with caplog.at_level(logging.ERROR):
        broken = crm.post("/appointments", visit_body())
    assert broken.status == 500
    assert "BusinessUnit" not in json.dumps(broken.body)
    assert "BusinessUnit" in caplog.text
    assert "+12025550123" not in caplog.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database is locked"), 503),
        (IntegrityError("UNIQUE constraint failed: technicians_technician.external_id"), 409),
        (IntegrityError('duplicate key value violates unique constraint "name"'), 409),
        (IntegrityError("NOT NULL constraint failed: technicians_technician.hired_on"), 500),
        (UnreadablePostError("connection reset"), 400),
        (ZeroDivisionError("division by zero"), 500),
    ],
)
def test_errors_from_below_get_the_status_that_helps(error: Exception, status: int) -> None:
    assert handled(error) == status


def test_a_technician_is_not_saved_in_part(crm: Caller) -> None:
    crm.post("/technicians", technician_body(interests=["sings", "plays\nfootball"]))
    assert crm.get("/technicians").body["items"] == []
