"""Log lines: JSON a machine can read, with the ids to find a text by, and nobody's number."""

import json
import logging
import sys
from logging.config import DictConfigurator
from uuid import UUID

import pytest
from django.test import RequestFactory

from fieldservice import settings as product
from fieldservice.jsonlog import JsonFormatter, masked
from notifications.providers.base import Family, RefusedError
from tests.factories import make_technician
from tests.spine import Day, attempts, last

TEXT = UUID("6f1c2f7e-2b7c-4a55-9d0c-3c8a3d6b8f10")


def record(message: str = "text sent", **more: object) -> logging.LogRecord:
    """A log record of the notifications, with `more` as its extra."""
    made = {"name": "notifications", "levelno": 20, "levelname": "INFO", "msg": message}
    return logging.makeLogRecord(made | more)


def line(of: logging.LogRecord) -> dict[str, object]:
    found: dict[str, object] = json.loads(JsonFormatter().format(of))
    return found


def failed(words: str) -> logging.LogRecord:
    """A record with the traceback of an error that says `words`."""
    try:
        raise ValueError(words)
    except ValueError:
        return record("broken", exc_info=sys.exc_info())


def test_a_record_is_one_object_with_its_time_level_logger_and_message() -> None:
    assert line(record("text %s", args=("sent",), created=1764000000.1234)) == {
        "time": "2025-11-24T16:00:00.123+00:00",
        "level": "INFO",
        "logger": "notifications",
        "message": "text sent",
    }


def test_extras_stand_beside_the_message() -> None:
    found = line(record(message_id=TEXT, tries=2, request_id="RQ1"))
    assert (found["message_id"], found["tries"], found["request_id"]) == (str(TEXT), 2, "RQ1")


def test_a_request_among_the_extras_is_left_out() -> None:
    request = RequestFactory().get("/customers", {"q": "Dana Webb"})
    assert "Dana" not in JsonFormatter().format(record(request=request, status_code=404))


@pytest.mark.parametrize("words", ["two\nlines", "a \u2028 separator", "half a \ud83d pair"])
def test_a_record_is_one_line_whatever_it_says(words: str) -> None:
    formatted = JsonFormatter().format(record(words))
    assert len(formatted.encode().splitlines()) == 1
    assert json.loads(formatted)["message"] == words


def test_a_traceback_stays_on_the_same_line() -> None:
    formatted = JsonFormatter().format(failed("no such sender"))
    assert "\n" not in formatted
    assert json.loads(formatted)["traceback"].endswith("ValueError: no such sender")


@pytest.mark.parametrize(
    "number",
    [
        "+1234567",
        "+123456789012345",
        "+12025550123",
        "+1 (202) 555-0123",
        "+44 20 7946 0018",
        "%2B12025550123",
    ],
)
def test_a_number_is_masked_however_it_is_written(number: str) -> None:
    assert masked(f"sent to {number}, twice") == "sent to [number], twice"


def test_the_key_of_a_customers_page_or_photo_is_masked() -> None:
    assert masked("Forbidden: /v/abcdefghij234567") == "Forbidden: /v/[key]"
    assert masked("Gone: /in/AAAAAAAAAAEM9wGk_-Wu9FBeqbXqVw") == "Gone: /in/[key]"
    assert masked("Gone: /media/headshots/abcdefghij234567.jpg").endswith("/[key].jpg")


@pytest.mark.parametrize(
    "words",
    [
        "+123456",
        "2026-06-02T14:00:00+00:00",
        str(TEXT),
        "code 30034",
        "RQ12025550123",
        "a + 1234567",
    ],
)
def test_what_is_no_number_is_left(words: str) -> None:
    assert masked(words) == words


LOGGING: dict[str, dict[str, dict[str, str]]] = vars(product)["LOGGING"]
FORMS, HANDLERS = LOGGING["formatters"], LOGGING["handlers"]


def formatters() -> list[logging.Formatter]:
    """Those of the settings, as logging makes them."""
    made = DictConfigurator(LOGGING)
    return [made.configure_formatter(form) for form in FORMS.values()]


@pytest.mark.parametrize("form", formatters(), ids=lambda form: type(form).__name__)
def test_no_form_of_a_line_lets_a_number_through(form: logging.Formatter) -> None:
    records = [
        record("to %s", args=("+12025550123",)),
        record("sent", to="+12025550123"),
        failed("Key (phone)=(+12025550123) already exists."),
    ]
    assert [form.format(each) for each in records if "2025550123" in form.format(each)] == []


def test_every_handler_uses_one_of_these_forms() -> None:
    assert {handler["formatter"] for handler in HANDLERS.values()} <= FORMS.keys()


@pytest.mark.django_db
def test_a_refusal_is_found_again_by_its_ids(caplog: pytest.LogCaptureFixture) -> None:
    day = Day()
    day.provider.answers = [RefusedError(Family.WRONG_NUMBER, "21211", request_id="RQ7")]
    visit = day.book(make_technician())
    with caplog.at_level(logging.INFO, "notifications.outcomes"):
        day.deliver()
    [told] = [line(each) for each in caplog.records if each.name == "notifications.outcomes"]
    assert told["message_id"] == str(last(visit).pk)
    assert (told["attempt_id"], told["request_id"]) == (str(attempts(visit)[0].pk), "RQ7")


@pytest.mark.django_db
@pytest.mark.parametrize(("level", "lines"), [(logging.INFO, 0), (logging.DEBUG, 1)])
def test_what_goes_well_is_told_to_who_looks_closely(
    caplog: pytest.LogCaptureFixture, level: int, lines: int
) -> None:
    day = Day()
    day.book(make_technician())
    with caplog.at_level(level, "notifications.outcomes"):
        day.deliver()
    assert len([each for each in caplog.records if "accepted" in each.getMessage()]) == lines
