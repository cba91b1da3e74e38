"""The provider's lists: which texts a query asks for, and the page of them it points at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import dropwhile, islice
from urllib.parse import urlencode

from .rules import Form, first
from .texts import Text
from .wire import Json, account_uri, message

MAX_PAGE = 1000


@dataclass(frozen=True)
class Wanted:
    """What a list query asks for; empty and None ask for everything."""

    receiver: str
    sender: str
    day: date | None
    after: datetime | None
    before: datetime | None

    @classmethod
    def of(cls, query: Form) -> "Wanted":
        """The query's filters; ValueError when a date cannot be read."""
        day = _moment(query, "DateSent")
        return cls(
            receiver=first(query, "To"),
            sender=first(query, "From"),
            day=day.date() if day else None,
            after=_moment(query, "DateSent>"),
            before=_moment(query, "DateSent<"),
        )

    def among(self, texts: Iterable[Text]) -> list[Text]:
        """The texts that are wanted, in their order."""
        return [text for text in texts if self._by_number(text) and self._by_time(text)]

    def _by_number(self, text: Text) -> bool:
        return self.receiver in {"", text.receiver} and self.sender in {"", text.sender}

    def _by_time(self, text: Text) -> bool:
        if not (self.day or self.after or self.before):
            return True
        if text.sent_at is None:
            return False
        sent = datetime.fromtimestamp(int(text.sent_at), UTC)
        return (
            (self.day is None or sent.date() == self.day)
            and (self.after is None or sent >= self.after)
            and (self.before is None or sent <= self.before)
        )


def _moment(query: Form, name: str) -> datetime | None:
    written = first(query, name)
    if not written:
        return None
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def page_size(query: Form) -> int:
    """How many rows the client asked for at once; 50 unless told."""
    return min(max(_number(query, "PageSize", 50), 1), MAX_PAGE)


def _number(query: Form, name: str, default: int) -> int:
    asked = first(query, name)
    return int(asked) if asked.isdecimal() else default


def message_page(found: Sequence[Text], query: Form, account: str) -> Json:
    """The page of a list that a query points at, with the address of the next one.

    A page starts after the message its token names, so that new texts shift nothing.
    """
    size, number = page_size(query), _number(query, "Page", 0)
    token = first(query, "PageToken").removeprefix("PA")
    rest = islice(dropwhile(lambda text: text.sid != token, found), 1, None) if token else found
    rows = list(islice(rest, size + 1))
    more = rows[size - 1].sid if len(rows) > size else ""
    path = f"{account_uri(account)}/Messages.json"
    return {
        "messages": [message(text, account) for text in rows[:size]],
        "first_page_uri": _page_uri(path, query, size, 0, ""),
        "next_page_uri": _page_uri(path, query, size, number + 1, more) if more else None,
        "previous_page_uri": None,
        "page": number,
        "page_size": size,
        "start": number * size,
        "end": number * size + max(len(rows[:size]) - 1, 0),
        "uri": _page_uri(path, query, size, number, token),
    }


def _page_uri(path: str, query: Form, size: int, number: int, token: str) -> str:
    kept = {name: values[0] for name, values in query.items() if not name.startswith("Page")}
    place = {"PageToken": f"PA{token}"} if token else {}
    return f"{path}?{urlencode(kept | {'PageSize': size, 'Page': number} | place)}"


def media_list(rows: list[Json], uri: str) -> Json:
    """All pictures of one message, on one page."""
    size = max(len(rows), 50)
    return {
        "media_list": rows,
        "first_page_uri": uri,
        "next_page_uri": None,
        "previous_page_uri": None,
        "page": 0,
        "page_size": size,
        "start": 0,
        "end": max(len(rows) - 1, 0),
        "uri": uri,
    }
