"""A company at work: it books through the API of a running stack and sees its customers' phones."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypeAlias, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tests.stack import Stack

PATIENCE = 60  # seconds until what must happen has happened
NEW_YORK_IN_WINTER = "Etc/GMT+5"
# The demo's office: it has a name and a person's number, and it texts at any hour.
SET_UP = (
    "from django.core.management import call_command;"
    "from fieldservice.company.models import BusinessUnit as B;"
    "B.objects.update(quiet_from=None, text_name='Acme Heating', person_phone='+12025550100');"
    # A reminder would wait for the day before, and what is waited for is that no text waits.
    "[unit.text_switches.get_or_create(kind='reminder', defaults={'is_on': False})"
    " for unit in B.objects.all()];"
    "call_command('create_api_token', 'office')"
)
# One token may ask 50 times a second; nothing else is asked again by itself.
WHEN_TOO_FAST = Retry(
    total=None,
    connect=0,
    read=0,
    redirect=0,
    status=30,
    other=0,
    status_forcelist={429},
    allowed_methods=None,
    backoff_factor=0.2,
    backoff_max=1,
)
Json: TypeAlias = dict[str, Any]
Found = TypeVar("Found")


class Office:
    """One API token of a running stack; every answer is the API's or the simulator's own JSON."""

    def __init__(self, stack: Stack) -> None:
        token = stack.manage("shell", "--verbosity", "0", "-c", SET_UP).split()[-1]
        self.stack = stack
        self.http = requests.Session()
        self.http.mount("http://", HTTPAdapter(max_retries=WHEN_TOO_FAST))
        self.http.headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.http.close()

    def technician(self, name: str, **more: object) -> str:
        """The id of a new technician."""
        body: Json = {"display_name": name, "hired_on": "2020-03-01", "skills": [], "interests": []}
        return str(self._done(self.http.post(self.api("technicians"), json=body | more))["id"])

    def photograph(self, technician: str, photo: bytes) -> Json:
        """The finished photo of a technician, as the API describes it."""
        address = self.api(f"technicians/{technician}/headshot")
        self._done(self.http.put(address, files={"file": ("me.jpg", photo, "image/jpeg")}))

        def finished() -> Json | None:
            found = self._done(self.http.get(address))
            return None if found["status"] == "processing" else found

        return until(finished)

    def book(
        self,
        phone: str,
        technician: str | None = None,
        start: datetime | None = None,
        **person: str,
    ) -> Json:
        """A new visit of the customer with this number."""
        return self._done(self.ask(visit(phone, technician, start, **person)))

    def ask(self, body: Json, key: str = "") -> requests.Response:
        """The API's answer to a booking, whatever it is."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.http.post(self.api("appointments"), json=body, headers=headers)

    def change(self, appointment: str, **changes: str | None) -> Json:
        """The visit after a change."""
        return self._done(self.http.patch(self.api(f"appointments/{appointment}"), json=changes))

    def visit(self, appointment: str) -> Json:
        return self._done(self.http.get(self.api(f"appointments/{appointment}")))

    def messages(self, appointment: str) -> list[Json]:
        """What the API says of the texts of one visit."""
        found = self._done(self.http.get(self.api(f"messages?appointment={appointment}")))
        return list(found["items"])

    def told(self, appointment: str, state: str = "delivered") -> Json:
        """The first text of a visit, as soon as it has come to `state`."""

        def arrived() -> Json | None:
            return next((m for m in self.messages(appointment) if m["state"] == state), None)

        return until(arrived)

    def texts(self, *phones: str) -> list[Json]:
        """The company's texts on these phones, oldest first."""
        every = self._done(requests.get(self.simulator("messages")))["messages"]
        return [t for t in every if t["to"] in phones and t["direction"] == "outbound-api"]

    def text(self, phone: str) -> Json:
        """The first text on a phone, as soon as it is there."""
        return until(lambda: next(iter(self.texts(phone)), None))

    def picture(self, text: Json) -> bytes:
        """The picture the provider fetched for a text."""
        media = f"media/{text['sid']}/{text['media'][0]['sid']}"
        return requests.get(self.simulator(media)).content

    def reply(self, phone: str, body: str) -> None:
        """A customer answers; returns when the company has heard it."""
        words = {"phone": phone, "body": body}
        self._done(requests.post(self.simulator("reply"), json=words))

    @contextmanager
    def provider(self, **switches: object) -> Iterator[None]:
        """The provider misbehaves like this meanwhile."""
        self._throw(switches)
        try:
            yield
        finally:
            self._throw({})

    def api(self, path: str) -> str:
        return f"{self.stack.url}/api/v1/{path}"

    def simulator(self, path: str) -> str:
        return f"{self.stack.simulator_url}/simulator/{path}"

    def _throw(self, switches: Json) -> None:
        self._done(requests.post(self.simulator("faults"), json=switches))

    def _done(self, answer: requests.Response) -> Json:
        assert answer.ok, f"{answer.status_code} {answer.text}"
        return dict(answer.json())


def visit(
    phone: str, technician: str | None = None, start: datetime | None = None, **person: str
) -> Json:
    """A booking of two hours; tomorrow at nine where the customer lives, if nothing is said."""
    start = start or tomorrow_at_nine()
    return {
        "customer": customer(phone) | person,
        "technician_id": technician,
        "job_type": "Boiler service",
        "arrival_window_start": start.isoformat(),
        "arrival_window_end": (start + timedelta(hours=2)).isoformat(),
    }


def tomorrow_at_nine() -> datetime:
    """Where the customers live."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return tomorrow.replace(hour=14, minute=0, second=0, microsecond=0)


def customer(phone: str) -> Json:
    consent = {"source": "phone", "at": "2026-01-05T09:00:00-05:00"}
    zone = NEW_YORK_IN_WINTER
    return {"name": "Dana Webb", "phone": phone, "time_zone": zone, "consent": consent}


def until(
    look: Callable[[], Found | None], patience: float = PATIENCE, pause: float = 0.05
) -> Found:
    """What `look` finds, as soon as it finds something."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{look.__qualname__}: nothing in {patience} s.")
        time.sleep(pause)
    return found
