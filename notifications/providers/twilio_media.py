"""What Twilio keeps of a text or a call, fetched with our own key, and from nowhere else."""

from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from urllib3 import BaseHTTPResponse, PoolManager, Timeout, make_headers
from urllib3.exceptions import HTTPError

from notifications.providers.base import Family, NotProcessedError, RefusedError, SetUpError

OK, NOT_THERE_YET = 200, 404
REDIRECTS = {302, 303, 307}
STORES = ".twiliocdn.com"  # where Twilio itself sends who asks for a picture


@dataclass(frozen=True)
class Media:
    """A recording or a picture, as it lies there."""

    content: bytes
    content_type: str


def fetched(below: str, *, kinds: Container[str], largest: int) -> Media:
    """What lies `below` our account's address, of one of these content types.

    The address is made of the configured host alone: what a callback said of it is never followed.
    Raises NotProcessedError where it may be there later, else another ProviderError.
    """
    if not settings.TWILIO_ACCOUNT_SID or not settings.TWILIO_AUTH_TOKENS:
        raise SetUpError(Family.SET_UP, "no_account")
    account = settings.TWILIO_ACCOUNT_SID
    address = f"{settings.TWILIO_API_BASE_URL}/2010-04-01/Accounts/{account}/{below}"
    key = make_headers(basic_auth=f"{account}:{settings.TWILIO_AUTH_TOKENS[0]}")
    with PoolManager(2, retries=False, timeout=Timeout(settings.TWILIO_TIMEOUT)) as pool:
        try:
            answer = _asked(pool, address, key)
            if answer.status in REDIRECTS and _is_their_store(answer.headers.get("Location", "")):
                # Without our key: the address itself is the key there.
                answer = _asked(pool, answer.headers["Location"], {})
            content = answer.read(largest + 1)
            answer.close()
        except HTTPError as error:
            raise NotProcessedError(Family.TEMPORARY) from error
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if answer.status == NOT_THERE_YET or answer.status >= 500:
        raise NotProcessedError(Family.TEMPORARY, str(answer.status))
    if answer.status != OK or kind not in kinds or len(content) > largest:
        raise RefusedError(Family.CONTENT, str(answer.status))
    return Media(content, kind)


def _asked(pool: PoolManager, address: str, headers: dict[str, str]) -> BaseHTTPResponse:
    return pool.request("GET", address, headers=headers, redirect=False, preload_content=False)


def _is_their_store(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" and (parts.hostname or "").endswith(STORES)
