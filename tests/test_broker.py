"""Waking the workers, with a broker that is there and with brokers that are not."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import Celery, Task
from kombu.transport import TRANSPORT_ALIASES

from fieldservice.company.broker import wake

FSQ = "fieldservice.fsq:Transport"


@contextmanager
def task_behind(broker: str, **options: object) -> Iterator[Task[[str], None]]:
    """A task whose messages go to this broker."""
    app = Celery(broker=broker, set_as_current=False)
    app.conf.broker_transport_options = {"max_retries": 0, **options}

    @app.task(name="make_ready", ignore_result=True)
    def make_ready(pk: str) -> None:
        raise AssertionError("Only a worker runs it.")

    yield make_ready
    app.close()


def closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def test_a_woken_task_lies_in_the_queue_with_its_id(tmp_path: Path) -> None:
    TRANSPORT_ALIASES["fsq"] = FSQ
    with task_behind("fsq://", folder=str(tmp_path)) as make_ready:
        assert wake(make_ready, "42")
    (message,) = tmp_path.glob("*/*.msg")
    assert '"task": "make_ready"' in message.read_text()


def test_a_redis_that_is_down_costs_a_log_line_and_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with task_behind(f"redis://:hush@127.0.0.1:{closed_port()}/0") as make_ready:
        assert not wake(make_ready, "42")
    (line,) = caplog.records
    assert line.levelno == logging.WARNING
    assert "make_ready waits for its sweep" in line.getMessage()


def test_a_warning_names_neither_the_row_nor_the_password(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with task_behind(f"redis://:hush@127.0.0.1:{closed_port()}/0") as make_ready:
        wake(make_ready, "row-of-maria")
    assert caplog.text
    assert "hush" not in caplog.text
    assert "maria" not in caplog.text


def test_a_disk_that_takes_no_messages_is_a_broker_that_is_down(tmp_path: Path) -> None:
    TRANSPORT_ALIASES["fsq"] = FSQ
    (tmp_path / "broker").write_text("a file where the folder should be")
    with task_behind("fsq://", folder=str(tmp_path / "broker")) as make_ready:
        assert not wake(make_ready, "42")


def test_a_mistake_in_the_call_is_not_hidden() -> None:
    with (
        task_behind(f"redis://127.0.0.1:{closed_port()}/0") as make_ready,
        pytest.raises(TypeError),
    ):
        wake(make_ready)  # type: ignore[call-arg]
