"""The provider's API as the real client sees it: create, fetch, list, delete, refuse."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from notifications.simulator import Simulator
from notifications.simulator.life import Pace

from .simulator_company import ACCOUNT, ACME, DANA, OMAR, SERVICE, TOKEN, Company, jpeg


@pytest.fixture
def company() -> Iterator[Company]:
    with Company() as company:
        yield company


@pytest.fixture
def sim(company: Company) -> Iterator[Simulator]:
    with Simulator(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        inbound_url=f"{company.url}/inbound",
        pace=Pace().times(0),
    ) as sim:
        yield sim


def client_of(sim: Simulator, token: str = TOKEN, account: str = ACCOUNT) -> Client:
    client = Client(ACCOUNT, token, account_sid=account)
    client.api.base_url = sim.url
    return client


@pytest.fixture
def client(sim: Simulator) -> Iterator[Client]:
    client = client_of(sim)
    yield client
    client.http_client.session.close()


def test_a_created_text_is_queued_with_its_parts(client: Client) -> None:
    text = client.messages.create(to=DANA, from_=ACME, body="Maya comes Tuesday. " * 10)
    assert (text.status, text.num_segments, text.num_media) == ("queued", "2", "0")
    assert (text.to, text.from_, text.direction) == (DANA, ACME, "outbound-api")
    assert (text.error_code, text.price, text.date_sent) == (None, None, None)
    assert text.sid.startswith("SM")
    assert len(text.sid) == 34


def test_a_messaging_service_accepts_without_a_sender(client: Client, sim: Simulator) -> None:
    text = client.messages.create(to=DANA, messaging_service_sid=SERVICE, body="Hi Dana")
    assert (text.status, text.from_, text.num_segments) == ("accepted", None, "0")
    sim.settle()
    later = client.messages(text.sid).fetch()
    assert (later.status, later.from_, later.num_segments) == ("delivered", ACME, "1")


def test_a_fetched_text_has_been_sent_and_delivered(client: Client, sim: Simulator) -> None:
    sid = client.messages.create(to=DANA, from_=ACME, body="Hi Dana").sid
    sim.settle()
    text = client.messages(sid).fetch()
    assert text.status == "delivered"
    assert text.date_sent == text.date_created
    assert [status for status, _ in sim.messages()[0].history] == ["queued", "sent", "delivered"]


def test_the_list_is_newest_first_and_by_number(client: Client, sim: Simulator) -> None:
    for to, body in ((DANA, "one"), (OMAR, "two"), (DANA, "three")):
        client.messages.create(to=to, from_=ACME, body=body)
    sim.settle()
    assert [text.body for text in client.messages.list(to=DANA)] == ["three", "one"]
    assert [text.body for text in client.messages.list(from_=ACME)] == ["three", "two", "one"]
    assert client.messages.list(to="+15550109999") == []


def test_a_long_list_comes_in_pages_without_a_gap(client: Client, sim: Simulator) -> None:
    for number in range(7):
        client.messages.create(to=DANA, from_=ACME, body=str(number))
    sim.settle()
    pages = client.messages.list(to=DANA, page_size=3)
    assert [text.body for text in pages] == ["6", "5", "4", "3", "2", "1", "0"]
    assert len(client.messages.list(limit=4, page_size=2)) == 4


@pytest.mark.parametrize(
    ("hours_after", "hours_before", "found"),
    [(-1, None, 1), (1, None, 0), (None, 1, 1), (None, -1, 0), (-1, 1, 1)],
)
def test_the_list_is_filtered_by_the_moment_sent(
    client: Client, sim: Simulator, hours_after: int | None, hours_before: int | None, found: int
) -> None:
    client.messages.create(to=DANA, from_=ACME, body="Hi Dana")
    sim.settle()
    now = datetime.now(UTC)
    bounds = {
        name: now + timedelta(hours=hours)
        for name, hours in (("date_sent_after", hours_after), ("date_sent_before", hours_before))
        if hours is not None
    }
    assert len(client.messages.list(to=DANA, **bounds)) == found


def test_the_list_is_filtered_by_the_day_sent(client: Client, sim: Simulator) -> None:
    client.messages.create(to=DANA, from_=ACME, body="Hi Dana")
    sim.settle()
    sent_at = sim.messages()[0].sent_at
    assert sent_at is not None
    day = datetime.fromtimestamp(sent_at, UTC)
    assert len(client.messages.list(date_sent=day)) == 1
    assert client.messages.list(date_sent=day - timedelta(days=1)) == []


def test_an_unreadable_date_is_refused(client: Client) -> None:
    with pytest.raises(TwilioException, match="20001"):
        client.messages.list(date_sent="yesterday")


MAGIC = [
    ("+15005550001", 21211),
    ("+15005550002", 21612),
    ("+15005550003", 21408),
    ("+15005550004", 21610),
    ("+15005550009", 21614),
]


@pytest.mark.parametrize(("to", "code"), MAGIC)
def test_a_magic_number_is_refused_with_its_code(client: Client, to: str, code: int) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to=to, from_="+15005550006", body="Hi")
    assert (refused.value.status, refused.value.code) == (400, code)


def test_the_magic_sender_works(client: Client) -> None:
    assert client.messages.create(to=DANA, from_="+15005550006", body="Hi").status == "queued"


def test_a_refused_call_is_counted_and_leaves_no_text(client: Client, sim: Simulator) -> None:
    with pytest.raises(TwilioRestException):
        client.messages.create(to=DANA, from_=ACME, body="")
    assert (sim.creates, sim.messages()) == (1, [])
    assert [refused.code for refused in sim.network.refused] == [21602]


def test_a_wrong_token_is_told_apart_from_a_wrong_account(sim: Simulator) -> None:
    base = f"{sim.url}/2010-04-01/Accounts"
    wrong = requests.get(f"{base}/{ACCOUNT}.json", auth=(ACCOUNT, "guess"), timeout=5)
    other = requests.get(f"{base}/AC{'c' * 32}.json", auth=(ACCOUNT, TOKEN), timeout=5)
    right = requests.get(f"{base}/{ACCOUNT}.json", auth=(ACCOUNT, TOKEN), timeout=5)
    assert (wrong.status_code, wrong.json()["code"]) == (401, 20003)
    assert (other.status_code, other.json()["code"]) == (404, 20404)
    assert right.json()["status"] == "active"


@pytest.mark.parametrize("token", [TOKEN, "guess"])
def test_every_answer_carries_a_request_id(sim: Simulator, token: str) -> None:
    url = f"{sim.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    answer = requests.get(url, auth=(ACCOUNT, token), timeout=5)
    assert answer.headers["Twilio-Request-Id"].startswith("RQ")


def test_an_unknown_text_is_not_found(client: Client) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.messages("SM" + "0" * 32).fetch()
    assert (refused.value.status, refused.value.code) == (404, 20404)


def test_a_kept_picture_is_listed_until_it_is_deleted(
    client: Client, sim: Simulator, company: Company
) -> None:
    url = company.serve("/maya.jpg", jpeg(), "image/jpeg")
    sid = client.messages.create(to=DANA, from_=ACME, body="Maya", media_url=[url]).sid
    sim.settle()
    (media,) = client.messages(sid).media.list()
    assert (media.content_type, media.parent_sid) == ("image/jpeg", sid)
    assert client.messages(sid).media(media.sid).fetch().sid == media.sid
    assert client.messages(sid).media(media.sid).delete()
    assert client.messages(sid).media.list() == []


def test_stop_blocks_the_sender_until_start(client: Client, sim: Simulator) -> None:
    client.messages.create(to=DANA, from_=ACME, body="Hi Dana")
    sim.reply(DANA, " stop ")
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to=DANA, from_=ACME, body="Hi again")
    assert refused.value.code == 21610
    sim.reply(DANA, "START")
    assert client.messages.create(to=DANA, from_=ACME, body="Hi again").status == "queued"


def test_a_service_takes_a_text_to_a_stopped_number_and_fails_it_later(
    client: Client, sim: Simulator
) -> None:
    sim.reply(DANA, "STOP")
    sid = client.messages.create(to=DANA, messaging_service_sid=SERVICE, body="Hi").sid
    sim.settle()
    text = client.messages(sid).fetch()
    assert (text.status, text.error_code) == ("failed", 21610)
