"""An integrating system as tests need it: it has a token and speaks JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from fieldservice.company.models import ApiToken
from tests.factories import make_token


@dataclass(frozen=True)
class Reply:
    """What the API answered."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def fields(self) -> list[str]:
        """The fields a problem names."""
        return [error["field"] for error in self.body["errors"]]


class Caller:
    """Asks the API as one token; without a token when it is ""."""

    def __init__(self, token: str | None = None, role: str = ApiToken.Role.INTEGRATION) -> None:
        token = make_token(role=role) if token is None else token
        self.client = Client(headers={"authorization": f"Bearer {token}"} if token else {})

    def get(self, path: str) -> Reply:
        return self.ask("GET", path)

    def post(self, path: str, body: object, **headers: str) -> Reply:
        return self.ask("POST", path, json.dumps(body), **headers)

    def patch(self, path: str, body: object, **headers: str) -> Reply:
        return self.ask("PATCH", path, json.dumps(body), **headers)

    def put(self, path: str, body: bytes | str, content_type: str, **headers: str) -> Reply:
        return self.ask("PUT", path, body, content_type, **headers)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str = "",
        content_type: str = "application/json",
        **headers: str,
    ) -> Reply:
        """Send `body` as it is; a header's `_` stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.generic(method, f"/api/v1{path}", body, content_type, headers=named)
        return Reply(answer.status_code, json.loads(answer.content), answer.headers)


def tomorrow(hour: int = 10) -> datetime:
    return (timezone.now() + timedelta(days=1)).replace(
        hour=hour, minute=0, second=0, microsecond=0
    )


def customer_body(**more: object) -> dict[str, object]:
    """Dana, who agreed to texts on the web site."""
    consent = {"source": "web site", "at": "2026-01-05T09:00:00-05:00"}
    return {"name": "Dana Webb", "phone": "+12025550123", "consent": consent, **more}


def technician_body(**more: object) -> dict[str, object]:
    return {
        "display_name": "Maya Lopez",
        "hired_on": "2019-03-04",
        "skills": ["old boilers"],
        "interests": ["plays football on Sundays"],
        **more,
    }


def visit_body(**more: object) -> dict[str, object]:
    """Tomorrow between ten and twelve; the customer comes with `more` or is Dana."""
    body: dict[str, object] = {
        "job_type": "Boiler service",
        "arrival_window_start": tomorrow(10).isoformat(),
        "arrival_window_end": tomorrow(12).isoformat(),
        **more,
    }
    return body if "customer_id" in body else {"customer": customer_body(), **body}
