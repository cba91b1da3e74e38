"""One request sent twice is one thing done."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from appointments.models import Appointment, Customer
from fieldservice.company.errors import ConflictError, InvalidError
from fieldservice.company.idempotency import Answer, once, tidy
from fieldservice.company.models import ApiToken, IdempotencyKey
from fieldservice.company.services import find_api_token
from tests.factories import make_token
from tests.integration import Caller, visit_body

NOW = timezone.now()
BODY = b'{"job_type": "Boiler service", "notes": "gate code"}'


@pytest.fixture
def crm(db: None) -> ApiToken:
    return token()


def token(name: str = "CRM") -> ApiToken:
    found = find_api_token(make_token(name))
    assert found
    return found


def counted() -> Callable[[], Answer]:
    """Something that answers differently each time it is done."""
    numbers = iter(range(1, 100))
    return lambda: {"number": next(numbers)}


def test_the_same_key_and_body_get_the_same_answer(crm: ApiToken) -> None:
    act = counted()
    answers = [once(by=crm, key="k", body=BODY, act=act) for _ in range(3)]
    assert answers == [{"number": 1}] * 3


def test_the_order_of_fields_makes_no_other_body(crm: ApiToken) -> None:
    act, turned = counted(), b'{"notes":"gate code","job_type":"Boiler service"}'
    assert once(by=crm, key="k", body=BODY, act=act) == once(by=crm, key="k", body=turned, act=act)


def test_another_body_under_one_key_is_refused(crm: ApiToken) -> None:
    once(by=crm, key="k", body=BODY, act=counted())
    with pytest.raises(InvalidError) as refused:
        once(by=crm, key="k", body=b"{}", act=counted())
    assert refused.value.field == "Idempotency-Key"


def test_without_a_key_everything_is_done_again(crm: ApiToken) -> None:
    act = counted()
    answers = [once(by=crm, key=None, body=BODY, act=act) for _ in range(2)]
    assert answers == [{"number": 1}, {"number": 2}]
    assert not IdempotencyKey.objects.exists()


def test_two_tokens_may_use_one_key(crm: ApiToken) -> None:
    act = counted()
    once(by=crm, key="k", body=BODY, act=act)
    assert once(by=token("Billing"), key="k", body=BODY, act=act) == {"number": 2}


def test_a_refusal_is_not_kept(crm: ApiToken) -> None:
    def refuse() -> Answer:
        raise ConflictError("Maya has another visit.")

    with pytest.raises(ConflictError):
        once(by=crm, key="k", body=BODY, act=refuse)
    assert once(by=crm, key="k", body=BODY, act=counted()) == {"number": 1}


@pytest.mark.parametrize(
    ("age", "number"), [(timedelta(hours=23, minutes=59), 1), (timedelta(hours=24, minutes=1), 2)]
)
def test_a_key_is_kept_for_a_day(crm: ApiToken, age: timedelta, number: int) -> None:
    act = counted()
    once(by=crm, key="k", body=BODY, act=act, now=NOW - age)
    assert once(by=crm, key="k", body=BODY, act=act, now=NOW) == {"number": number}


def test_only_old_keys_are_tidied_away(crm: ApiToken) -> None:
    once(by=crm, key="old", body=BODY, act=counted(), now=NOW - timedelta(hours=25))
    once(by=crm, key="new", body=BODY, act=counted(), now=NOW - timedelta(hours=23))
    assert tidy(now=NOW) == 1
    assert IdempotencyKey.objects.get().key == "new"


def test_a_booking_sent_twice_is_one_visit_and_one_answer(db: None) -> None:
    crm, body = Caller(), visit_body()
    first = crm.post("/appointments", body, idempotency_key="k")
    second = crm.post("/appointments", body, idempotency_key="k")
    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body
    assert Appointment.objects.count() == 1


def test_a_changed_booking_under_one_key_names_the_header(db: None) -> None:
    crm = Caller()
    crm.post("/appointments", visit_body(), idempotency_key="k")
    refused = crm.post("/appointments", visit_body(notes="gate code"), idempotency_key="k")
    assert (refused.status, refused.fields) == (422, ["Idempotency-Key"])


@pytest.mark.parametrize(("length", "status"), [(0, 422), (1, 201), (255, 201), (256, 422)])
def test_a_key_has_1_to_255_characters(db: None, length: int, status: int) -> None:
    assert Caller().post("/appointments", visit_body(), idempotency_key="k" * length).status == (
        status
    )


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_parallel_requests_with_one_key_book_once_and_answer_alike() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one connection; its transactions are serial anyway.")
    crm, body, together = make_token(), visit_body(), threading.Barrier(6)

    def send(_: int) -> str:
        caller = Caller(crm)
        together.wait()
        answer = caller.post("/appointments", body, idempotency_key="k")
        connection.close()
        return json.dumps([answer.status, answer.body])

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(send, range(6)))
    assert len(answers) == 1
    assert answers.pop().startswith("[201")
    assert (Appointment.objects.count(), Customer.objects.count()) == (1, 1)
