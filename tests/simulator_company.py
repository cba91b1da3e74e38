"""A company on loopback for the simulator's tests: serves pictures, hears callbacks and answers."""

import io
from dataclasses import dataclass, field
from types import TracebackType

from PIL import Image

from notifications.simulator.server import Server
from notifications.simulator.web import Answer, Request

ACCOUNT, TOKEN = "AC" + "a" * 32, "a-secret-of-the-account"
ACME, SERVICE = "+15550100100", "MG" + "b" * 32
DANA, OMAR = "+15550102030", "+15550102031"


def jpeg(kind: str = "JPEG") -> bytes:
    """A small picture."""
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(kept, kind)
    return kept.getvalue()


@dataclass
class Company:
    """Answers each path as told, 204 otherwise, and remembers what it was asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = Server("127.0.0.1", 0, self._answer)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Company":
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()

    def heard(self, path: str) -> list[dict[str, str]]:
        """The forms posted to a path, in order."""
        posts = (r for r in self.requests if r.path == path and r.method == "POST")
        return [{name: values[0] for name, values in post.form().items()} for post in posts]

    def statuses(self, path: str = "/status") -> list[str]:
        """The states reported to a path, in order."""
        return [form["MessageStatus"] for form in self.heard(path)]

    def serve(self, path: str, body: bytes, content_type: str, status: int = 200) -> str:
        """Put something at a path; its full address comes back."""
        self.answers[path] = Answer(status, body, content_type)
        return self.url + path

    def _answer(self, request: Request) -> Answer:
        self.requests.append(request)
        return self.answers.get(request.path, Answer(204, content_type="text/xml"))
