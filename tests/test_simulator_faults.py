"""The provider on a bad day, as the real client meets it."""

import json
from collections.abc import Iterator

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from notifications.simulator import Simulator
from notifications.simulator.faults import Faults, Switches, trouble
from notifications.simulator.life import Pace

from .simulator_company import ACCOUNT, ACME, DANA, TOKEN


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(account_sid=ACCOUNT, auth_token=TOKEN, pace=Pace().times(0)) as sim:
        yield sim


@pytest.fixture
def client(sim: Simulator) -> Iterator[Client]:
    client = Client(ACCOUNT, TOKEN)
    client.api.base_url = sim.url
    yield client
    client.http_client.session.close()


def create(client: Client) -> str:
    return str(client.messages.create(to=DANA, from_=ACME, body="Hi Dana").sid)


def throw(sim: Simulator, **switches: object) -> requests.Response:
    body = json.dumps(switches)
    return requests.post(f"{sim.url}/simulator/faults", data=body, timeout=5)


def test_a_busy_provider_takes_nothing_and_says_when_to_come_back(
    sim: Simulator, client: Client
) -> None:
    sim.faults = Faults(status_429_rate=1)
    with pytest.raises(TwilioRestException) as refused:
        create(client)
    assert (refused.value.status, refused.value.code) == (429, 20429)
    assert client.http_client._test_only_last_response.headers["Retry-After"] == "1"
    assert (sim.creates, sim.messages()) == (1, [])


@pytest.mark.parametrize(("body", "code"), [("with_body", 20500), ("without_body", 500)])
@pytest.mark.parametrize("accepts", [False, True])
def test_a_broken_provider_may_or_may_not_have_taken_the_text(
    sim: Simulator, client: Client, body: str, code: int, accepts: bool
) -> None:
    throw(sim, status_500_rate=1, status_500=body, status_500_accepts=accepts)
    with pytest.raises(TwilioRestException) as refused:
        create(client)
    assert (refused.value.status, refused.value.code) == (500, code)
    assert len(sim.messages()) == accepts


def test_a_dropped_answer_leaves_the_text_accepted(sim: Simulator, client: Client) -> None:
    sim.faults = Faults(drop_after_accept_rate=1)
    with pytest.raises(requests.ConnectionError):
        create(client)
    sim.settle()
    assert [text.status for text in sim.messages()] == ["delivered"]


def test_an_empty_answer_leaves_the_text_accepted(sim: Simulator, client: Client) -> None:
    sim.faults = Faults(empty_201_rate=1)
    answer = requests.post(
        f"{sim.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
        data={"To": DANA, "From": ACME, "Body": "Hi"},
        auth=(ACCOUNT, TOKEN),
        timeout=5,
    )
    assert (answer.status_code, answer.content, len(sim.messages())) == (201, b"", 1)


def test_a_garbled_answer_leaves_the_text_accepted(sim: Simulator, client: Client) -> None:
    sim.faults = Faults(garbage_201_rate=1)
    with pytest.raises(ValueError, match="Unterminated"):
        create(client)
    assert len(sim.messages()) == 1


def test_a_hanging_answer_outlives_the_client_and_only_so_often(
    sim: Simulator, client: Client
) -> None:
    client.http_client.timeout = 0.1
    sim.faults = Faults(hang_seconds=60, hang_count=1)
    with pytest.raises(requests.ReadTimeout):
        create(client)
    client.http_client.timeout = 10
    assert create(client)
    assert len(sim.messages()) == 2


def test_a_slow_answer_comes_after_the_text_was_taken(sim: Simulator, client: Client) -> None:
    client.http_client.timeout = 0.1
    sim.faults = Faults(latency_ms=60_000)
    with pytest.raises(requests.ReadTimeout):
        create(client)
    assert len(sim.messages()) == 1


def test_a_fresh_text_can_be_missing_from_the_list(sim: Simulator, client: Client) -> None:
    sid = create(client)
    sim.settle()
    sim.faults = Faults(list_delay_seconds=3600)
    assert client.messages.list(to=DANA) == []
    sim.faults = Faults()
    assert [text.sid for text in client.messages.list(to=DANA)] == [sid]


def test_the_switches_are_thrown_all_at_once(sim: Simulator) -> None:
    throw(sim, latency_ms=5)
    assert throw(sim, callbacks="off").json()["latency_ms"] == 0
    assert sim.faults == Faults(callbacks="off")


@pytest.mark.parametrize(
    "switches",
    [
        {"latency": 5},
        {"latency_ms": "5"},
        {"latency_ms": -1},
        {"latency_ms": True},
        {"callbacks": "sometimes"},
        {"status_500_accepts": 1},
        {"later_error_code": {DANA: "30006"}},
    ],
)
def test_a_switch_that_does_not_exist_is_named(sim: Simulator, switches: dict[str, object]) -> None:
    answer = throw(sim, **switches)
    assert answer.status_code == 400
    assert next(iter(switches)) in answer.json()["error"]
    assert sim.faults == Faults()


def test_reset_forgets_texts_and_returns_to_the_start(client: Client, sim: Simulator) -> None:
    create(client)
    sim.reply(DANA, "STOP")
    throw(sim, status_429_rate=1)
    requests.post(f"{sim.url}/simulator/reset", json={}, timeout=5)
    assert (sim.messages(), sim.creates, sim.faults) == ([], 0, Faults())
    assert create(client)


@pytest.mark.parametrize(
    ("roll", "expected"),
    [(0, "busy"), (0.19, "busy"), (0.2, "broken"), (0.49, "broken"), (0.5, "none"), (0.99, "none")],
)
def test_the_rates_lie_end_to_end_on_one_die(roll: float, expected: str) -> None:
    assert trouble(Faults(status_429_rate=0.2, status_500_rate=0.3), roll) == expected


def test_hangs_are_counted_down() -> None:
    switches = Switches(Faults(hang_seconds=2, hang_count=2))
    assert [switches.hang() for _ in range(3)] == [2, 2, 0]


def test_the_record_tells_what_came_in_and_what_became_of_it(
    sim: Simulator, client: Client
) -> None:
    sid = create(client)
    sim.settle()
    record = requests.get(f"{sim.url}/simulator/messages", timeout=5).json()
    (message,) = record["messages"]
    assert (record["creates"], record["refused"], message["sid"]) == (1, [], sid)
    assert message["form"] == {"To": [DANA], "From": [ACME], "Body": ["Hi Dana"]}
    assert [step["status"] for step in message["history"]] == ["queued", "sent", "delivered"]
    assert message["received_at"] == message["history"][0]["at"]


def test_a_number_named_for_it_is_refused_with_its_own_code(sim: Simulator, client: Client) -> None:
    throw(sim, error_code={DANA: 21614})
    with pytest.raises(TwilioRestException) as refused:
        create(client)
    assert (refused.value.code, sim.messages()) == (21614, [])
