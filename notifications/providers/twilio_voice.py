"""What callers left on tape, fetched from Twilio with our own key, and from nowhere else."""

from dataclasses import dataclass

from django.conf import settings
from urllib3 import PoolManager, Timeout, make_headers
from urllib3.exceptions import HTTPError

from notifications.providers.base import Family, NotProcessedError, RefusedError, SetUpError

LARGEST = 10 * 1024 * 1024  # two minutes are under 2 MB
SOUNDS = frozenset({"audio/mpeg", "audio/wav", "audio/x-wav"})
OK = 200


@dataclass(frozen=True)
class Sound:
    """A recording, as a browser plays it."""

    content: bytes
    content_type: str


def recording(sid: str) -> Sound:
    """The recording of this name; `sid` was checked when it was kept.

    The address is made of the configured host alone: what a callback said of it is never followed,
    nor where an answer would send us. Raises ProviderError.
    """
    if not settings.TWILIO_ACCOUNT_SID or not settings.TWILIO_AUTH_TOKENS:
        raise SetUpError(Family.SET_UP, "no_account")
    account = settings.TWILIO_ACCOUNT_SID
    path = f"/2010-04-01/Accounts/{account}/Recordings/{sid}.wav"
    key = make_headers(basic_auth=f"{account}:{settings.TWILIO_AUTH_TOKENS[0]}")
    with PoolManager(1, retries=False, timeout=Timeout(settings.TWILIO_TIMEOUT)) as pool:
        try:
            answer = pool.request(
                "GET",
                settings.TWILIO_API_BASE_URL + path,
                headers=key,
                redirect=False,
                preload_content=False,
            )
            content = answer.read(LARGEST + 1)
            answer.close()
        except HTTPError as error:
            raise NotProcessedError(Family.TEMPORARY) from error
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if answer.status != OK or kind not in SOUNDS or len(content) > LARGEST:
        raise RefusedError(Family.CONTENT, str(answer.status))
    return Sound(content, kind)
