"""The broker of a machine without Redis: a folder per queue, a file per message; knows no tasks."""

from collections import defaultdict, deque
from pathlib import Path
from queue import Empty
from time import time_ns
from uuid import uuid4

from kombu.transport import virtual
from kombu.utils.json import dumps, loads

Payload = dict[str, object]


class Channel(virtual.Channel):
    """Queues under the folder that `broker_transport_options["folder"]` names.

    Any number of processes may write and read; each message reaches one reader, oldest first.
    """

    folder: str
    from_transport_options = (*virtual.Channel.from_transport_options, "folder")

    def __init__(self, connection: virtual.Transport) -> None:
        super().__init__(connection)
        self._listed: defaultdict[str, deque[Path]] = defaultdict(deque)

    def _put(self, queue: str, message: Payload, **_options: object) -> None:
        folder = Path(self.folder, queue)
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{time_ns():020d}-{uuid4().hex}"
        # Renamed when whole: a reader must never see half a message.
        unfinished = folder / f"{name}.part"
        unfinished.write_text(dumps(message), encoding="utf-8")
        unfinished.replace(folder / f"{name}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Payload:
        # Listed once per batch: listing for each message is quadratic in a backlog.
        listed = self._listed[queue]
        listed.extend(() if listed else self._messages(queue))
        while listed:
            message = _take(listed.popleft())
            if message is not None:
                return message
        raise Empty

    def _size(self, queue: str) -> int:
        return len(self._messages(queue))

    def _purge(self, queue: str) -> int:
        return sum(_take(path) is not None for path in self._messages(queue))

    def _messages(self, queue: str) -> list[Path]:
        return sorted(Path(self.folder, queue).glob("*.msg"))


def _take(path: Path) -> Payload | None:
    """The message in `path`, or None when another reader was first."""
    try:
        text = path.read_text(encoding="utf-8")
        # Several may have read it; the file system lets exactly one remove it.
        path.unlink()
        payload: Payload = loads(text)
    except (FileNotFoundError, ValueError):  # ValueError: emptied by a power failure
        return None
    return payload


class Transport(virtual.Transport):
    """Plain queues only: broadcasts would leave a queue behind for every worker that ever ran."""

    Channel = Channel
    driver_type = driver_name = "fsq"
    polling_interval = 0.01  # seconds; the usual wait of a message is half of it
    default_connection_params: dict[str, object] = {}  # a folder has no host to warn about
    connection_errors = (OSError,)  # a full or missing disk is a broker that is down

    def driver_version(self) -> str:
        return "1"
