"""The provider's JSON for one thing as its clients expect it: texts, pictures, calls, errors."""

from datetime import UTC, datetime
from email.utils import format_datetime

from .calls import Call
from .rules import STATUSES, error_message
from .texts import Photo, Text

API_VERSION = "2010-04-01"

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


def call(placed: Call, account: str) -> Json:
    """One call resource."""
    return {
        "account_sid": account,
        "api_version": API_VERSION,
        "direction": "outbound-api",
        "from": placed.company,
        "sid": placed.sid,
        "status": "queued",
        "to": placed.phone,
        "uri": f"{account_uri(account)}/Calls/{placed.sid}.json",
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
