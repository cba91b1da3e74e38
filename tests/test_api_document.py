"""What the OpenAPI document promises, and that the API keeps it."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok

from appointments.statuses import Status
from fieldservice.wsgi import application
from notifications.states import Channel, Kind, Reason, State
from tests.factories import make_token

ADDRESS = "/api/v1/openapi.json"
CALLS = {
    found.ok().label: found.ok()
    for found in schemathesis.openapi.from_wsgi(ADDRESS, application).get_all_operations()
    if isinstance(found, Ok)
}
PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def document(client: Client) -> Any:
    """The document as anybody gets it, without a token."""
    return client.get(ADDRESS).json()


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """Keeps the requests of a test in its transaction; Django's own client does the same."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("words", [Kind, Channel, State, Reason, Status])
def test_closed_sets_are_told(document: Any, words: type[Kind]) -> None:
    assert document["components"]["schemas"][words.__name__]["enum"] == words.values


def test_every_call_that_was_promised_is_there(document: Any) -> None:
    calls = {
        f"{method} {path.removeprefix('/api/v1')}"
        for path, operations in document["paths"].items()
        for method in operations
    }
    assert calls >= {
        "post /technicians",
        "put /technicians/{technician_id}/headshot",
        "get /technicians/{technician_id}/headshot",
        "post /customers",
        "post /appointments",
        "patch /appointments/{appointment_id}",
        "get /appointments/{appointment_id}",
        "get /appointments",
        "get /messages",
        "get /messages/{message_id}",
    }


def test_errors_are_told_as_problem_json(document: Any) -> None:
    refused = document["paths"]["/api/v1/appointments"]["post"]["responses"]["422"]
    assert list(refused["content"]) == ["application/problem+json"]
    assert document["components"]["schemas"]["Problem"]["required"] == [
        *("type", "title", "status", "detail", "errors")
    ]


def test_headers_have_the_names_callers_send(document: Any) -> None:
    booking = document["paths"]["/api/v1/appointments"]["post"]
    assert [each["name"] for each in booking["parameters"]] == ["Idempotency-Key"]


def test_the_token_is_described(document: Any) -> None:
    schemes = document["components"]["securitySchemes"]
    assert schemes == {"Bearer": {"type": "http", "scheme": "bearer"}}


@pytest.mark.parametrize("label", CALLS)
@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
@pytest.mark.usefixtures("one_connection")
def test_whatever_is_sent_the_answer_is_one_of_those_promised(
    label: str, data: st.DataObject
) -> None:
    case = data.draw(CALLS[label].as_strategy())
    case.call_and_validate(headers={"Authorization": f"Bearer {make_token()}"}, checks=PROMISES)
