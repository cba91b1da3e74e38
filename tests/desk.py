"""A person of the office at a running stack: signed in, with a browser that runs no script."""

import re
from html import unescape
from types import TracebackType
from typing import Self

import requests

from tests.stack import Stack

PASSWORD = "long and secret"
HIDDEN_KEY = re.compile(r'name="form_key" value="([^"]+)"')
ALARM = "No worker is running"


class Desk:
    """Priya, a manager; every page is asked for anew."""

    def __init__(self, stack: Stack, name: str = "priya") -> None:
        stack.manage("create_dispatcher", name, "--manager", stdin=f"{PASSWORD}\n")
        self.url = stack.url
        self.http = requests.Session()
        self.page("sign-in")
        self.post("sign-in", username=name, password=PASSWORD)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.http.close()

    def page(self, path: str) -> str:
        """What the page says, as HTML with plain letters."""
        answer = self.http.get(f"{self.url}/{path}")
        assert answer.ok, f"{path} answered {answer.status_code}"
        return unescape(answer.text)

    def post(self, path: str, **fields: str) -> str:
        """The path where a form leads; a form that is refused leads nowhere."""
        token = self.http.cookies["csrftoken"]
        answer = self.http.post(
            f"{self.url}/{path}",
            data=fields | {"csrfmiddlewaretoken": token},
            allow_redirects=False,
        )
        assert answer.status_code == 302, f"{path} answered {answer.status_code}"
        return answer.headers["Location"]

    def call(self, phone: str, job: str, **more: str) -> dict[str, str]:
        """The filled form of a new customer's call, with the key of its page; not yet sent."""
        page = self.page("book?new=1")
        found = HIDDEN_KEY.search(page)
        kind = re.search(rf'value="([^"]+)"[^>]*>\s*{job}\s*</option>', page)
        assert found is not None, "The booking form has no key."
        assert kind is not None, f"The booking form offers no {job}."
        who = {"phone": phone, "name": "Dana Webb", "language": "en", "reach": "picture"}
        return {**who, "form_key": found[1], "job_type": kind[1], "on_the_phone": "on", **more}
