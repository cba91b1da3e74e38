"""The provider's JSON as its clients expect it: messages, media, lists with pages, errors."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import dropwhile, islice
from urllib.parse import urlencode

from .rules import STATUSES, Form, error_message, first
from .texts import Photo, Text

API_VERSION = "2010-04-01"
MAX_PAGE = 1000

Json = dict[str, object]


def account_uri(account: str) -> str:
    """The path everything of one account lives under."""
    return f"/{API_VERSION}/Accounts/{account}"


def http_date(at: float | None) -> str | None:
    """A moment the way the provider writes it, to the second."""
    if at is None:
        return None
    return format_datetime(datetime.fromtimestamp(int(at), UTC))


def message(text: Text, account: str) -> Json:
    """One message resource."""
    base = f"{account_uri(account)}/Messages/{text.sid}"
    waiting = text.status == "accepted"
    return {
        "account_sid": account,
        "api_version": API_VERSION,
        "body": text.body,
        "date_created": http_date(text.received_at),
        "date_sent": http_date(text.sent_at),
        "date_updated": http_date(text.updated_at),
        "direction": text.direction,
        "error_code": text.error_code,
        "error_message": error_message(text.error_code) or None,
        "from": None if waiting else text.sender,
        "messaging_service_sid": text.service or None,
        "num_media": str(len(text.media_urls)),
        "num_segments": "0" if waiting else str(text.parts),
        "price": None,
        "price_unit": None if waiting else "USD",
        "sid": text.sid,
        "status": text.status,
        "subresource_uris": {"media": f"{base}/Media.json"},
        "to": text.receiver,
        "uri": f"{base}.json",
    }


def media(text: Text, photo: Photo, account: str) -> Json:
    """One media resource."""
    return {
        "account_sid": account,
        "content_type": photo.content_type,
        "date_created": http_date(photo.fetched_at),
        "date_updated": http_date(photo.fetched_at),
        "parent_sid": text.sid,
        "sid": photo.sid,
        "uri": f"{account_uri(account)}/Messages/{text.sid}/Media/{photo.sid}.json",
    }


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


def error(code: int) -> tuple[int, Json]:
    """The HTTP status and the body of a refusal."""
    status = STATUSES.get(code, 400)
    return status, {
        "code": code,
        "message": error_message(code),
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }


def page_size(query: Form) -> int:
    """How many rows the client asked for at once; 50 unless told."""
    asked = first(query, "PageSize")
    return min(max(int(asked), 1), MAX_PAGE) if asked.isdecimal() else 50


def message_page(found: Sequence[Text], query: Form, account: str) -> Json:
    """The page of a list that a query points at, with the address of the next one.

    A page starts after the message its token names, so that new texts shift nothing.
    """
    size, number = page_size(query), int(first(query, "Page") or 0)
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


def filtered(texts: Iterable[Text], query: Form) -> list[Text]:
    """The texts a list query asks for: by the two numbers and the day or moment they were sent."""
    return [text for text in texts if _numbers_match(text, query) and _sent_in(text, query)]


def _numbers_match(text: Text, query: Form) -> bool:
    asked_to, asked_from = first(query, "To"), first(query, "From")
    return asked_to in {"", text.receiver} and asked_from in {"", text.sender}


def _sent_in(text: Text, query: Form) -> bool:
    day, after, before = (first(query, name) for name in ("DateSent", "DateSent>", "DateSent<"))
    if not (day or after or before):
        return True
    if text.sent_at is None:
        return False
    sent = datetime.fromtimestamp(int(text.sent_at), UTC)
    return (
        (not day or sent.date() == _moment(day).date())
        and (not after or sent >= _moment(after))
        and (not before or sent <= _moment(before))
    )


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
