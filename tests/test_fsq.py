"""The embedded broker, with real files and real processes."""

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.simple import SimpleQueue
from kombu.transport import TRANSPORT_ALIASES

SPAWN = multiprocessing.get_context("spawn")
EACH = 1500  # messages of one producer


def broker(folder: Path) -> Connection:
    TRANSPORT_ALIASES["fsq"] = "fieldservice.fsq:Transport"
    return Connection("fsq://", transport_options={"folder": str(folder)})


def produce(folder: Path, name: str) -> None:
    with broker(folder) as connection, connection.SimpleQueue("texts") as queue:
        for number in range(EACH):
            queue.put(f"{name}-{number}")


def consume(folder: Path, report: Path) -> None:
    """Write every message taken until "stop" comes to `report`."""
    with (
        broker(folder) as connection,
        connection.SimpleQueue("texts") as queue,
        report.open("w") as lines,
    ):
        while (body := take(queue, timeout=60)) != "stop":
            lines.write(f"{body}\n")


def take(queue: SimpleQueue, timeout: float = 1) -> str:
    message = queue.get(timeout=timeout)
    message.ack()
    return str(message.payload)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "broker"


@pytest.fixture
def texts(folder: Path) -> Iterator[SimpleQueue]:
    with broker(folder) as connection, connection.SimpleQueue("texts") as queue:
        yield queue


def test_two_writers_and_two_readers_lose_nothing_and_take_nothing_twice(tmp_path: Path) -> None:
    folder, reports = tmp_path / "broker", [tmp_path / "first", tmp_path / "second"]
    readers = [SPAWN.Process(target=consume, args=(folder, report)) for report in reports]
    writers = [SPAWN.Process(target=produce, args=(folder, name)) for name in ("web", "beat")]
    for process in readers + writers:
        process.start()
    for process in writers:
        process.join()
    with broker(folder) as connection, connection.SimpleQueue("texts") as queue:
        for _ in readers:
            queue.put("stop")
    for process in readers:
        process.join()

    taken = Counter(line for report in reports for line in report.read_text().splitlines())
    assert taken == Counter(
        f"{name}-{number}" for name in ("web", "beat") for number in range(EACH)
    )
    assert [process.exitcode for process in readers + writers] == [0, 0, 0, 0]


def test_messages_come_oldest_first(texts: SimpleQueue) -> None:
    for name in ("Maria", "Sam", "Dana"):
        texts.put(name)
    assert [take(texts) for _ in range(3)] == ["Maria", "Sam", "Dana"]


def test_a_message_reaches_only_its_own_queue(folder: Path, texts: SimpleQueue) -> None:
    texts.put("for the texts")
    with broker(folder) as connection, connection.SimpleQueue("photos") as photos:
        with pytest.raises(Empty):
            photos.get(block=False)
        assert texts.qsize() == 1


def test_half_a_message_is_not_seen(folder: Path, texts: SimpleQueue) -> None:
    texts.put("whole")
    take(texts)
    (folder / "texts" / "00000000000000000001-abc.part").write_text('{"body": ')
    with pytest.raises(Empty):
        texts.get(block=False)


def test_a_file_emptied_by_a_power_failure_is_passed_over(folder: Path, texts: SimpleQueue) -> None:
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / "00000000000000000001-abc.msg").touch()
    texts.put("Maria")
    assert take(texts) == "Maria"


def test_a_message_taken_by_another_reader_is_passed_over(folder: Path, texts: SimpleQueue) -> None:
    for name in ("Maria", "Sam", "Dana"):
        texts.put(name)
    assert take(texts) == "Maria"
    with broker(folder) as connection, connection.SimpleQueue("texts") as other:
        assert take(other) == "Sam"
    assert take(texts) == "Dana"


def test_an_unfinished_message_returns_when_its_reader_leaves(
    folder: Path, texts: SimpleQueue
) -> None:
    texts.put("Maria")
    with broker(folder) as connection, connection.SimpleQueue("texts") as leaving:
        leaving.get(timeout=1)
        assert texts.qsize() == 0
    assert take(texts) == "Maria"


def test_nothing_stays_behind_when_all_is_read(folder: Path, texts: SimpleQueue) -> None:
    for name in ("Maria", "Sam"):
        texts.put(name)
    assert [take(texts), take(texts)] == ["Maria", "Sam"]
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_purging_tells_how_many_were_waiting(texts: SimpleQueue) -> None:
    for name in ("Maria", "Sam"):
        texts.put(name)
    assert texts.clear() == 2
    assert texts.qsize() == 0


def test_a_folder_that_cannot_be_written_is_a_broker_that_is_down(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    connection = broker(tmp_path / "file")
    with connection.SimpleQueue("texts") as queue, pytest.raises(connection.connection_errors):
        queue.put("Maria")
    connection.release()
