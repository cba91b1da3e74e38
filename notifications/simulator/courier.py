"""The provider's requests to the company: signed callbacks, and the pictures it fetches."""

import base64
import hashlib
import hmac
import io
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urldefrag

import urllib3
from PIL import Image, UnidentifiedImageError

from .texts import Photo, new_sid

MAX_PHOTO = 5 * 1024 * 1024
PHOTO_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif"}
AGENT = {"User-Agent": "TwilioProxy/1.1"}


def signature(url: str, params: dict[str, str], token: str) -> str:
    """The provider's signature of a POST: address without fragment, then the sorted parameters."""
    signed = urldefrag(url).url + "".join(name + params[name] for name in sorted(params))
    digest = hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


@dataclass(frozen=True)
class Answer:
    """What came back: a status and a body, or the name of what went wrong (`ct`, `rt`)."""

    status: int = 0
    body: str = ""
    content_type: str = ""
    failure: str = ""

    @property
    def word(self) -> str:
        """The status, or the failure, as one word."""
        return self.failure or str(self.status)


@dataclass(frozen=True)
class RetryRule:
    """How often a callback is tried again, and after what."""

    count: int = 1
    kinds: frozenset[str] = frozenset({"ct"})

    @classmethod
    def of(cls, url: str) -> "RetryRule":
        """The rule in an address's fragment (`#rc=5&rp=5xx,ct,rt`), or the provider's default."""
        asked = parse_qs(urldefrag(url).fragment)
        count = asked.get("rc", ["1"])[0]
        kinds = frozenset(asked.get("rp", ["ct"])[0].split(","))
        return cls(min(int(count), 5) if count.isdecimal() else 1, kinds)

    def covers(self, answer: Answer) -> bool:
        """Whether an answer like this is worth another try."""
        failed = answer.failure or f"{answer.status // 100}xx"
        return failed in self.kinds or ("all" in self.kinds and failed != "2xx")


class UnusablePictureError(Exception):
    """A picture that cannot be sent; carries the provider's code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Courier:
    """Sends to the company over connections it keeps open; safe to share between threads."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._pool = urllib3.PoolManager(num_pools=8, maxsize=32, retries=False, headers=AGENT)

    def post(self, url: str, params: dict[str, str]) -> Answer:
        """Post a signed form; failures come back as an answer, never as an exception."""
        signed = {"X-Twilio-Signature": signature(url, params, self._token)}
        try:
            answer = self._pool.request(
                "POST",
                urldefrag(url).url,
                fields=params,
                encode_multipart=False,
                headers=AGENT | signed,
                redirect=False,
                timeout=urllib3.Timeout(connect=5, read=15),
            )
        except urllib3.exceptions.ReadTimeoutError:
            return Answer(failure="rt")
        except urllib3.exceptions.HTTPError:
            return Answer(failure="ct")
        kind = answer.headers.get("Content-Type", "")
        return Answer(answer.status, answer.data.decode(errors="replace"), kind)

    def fetch(self, url: str) -> Photo:
        """The picture at an address, asked for with HEAD, then GET; or UnusablePictureError."""
        self._get("HEAD", url)
        content_type, content = self._get("GET", url)
        return read_photo(content_type, content)

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def _get(self, method: str, url: str) -> tuple[str, bytes]:
        try:
            answer = self._pool.request(
                method, url, redirect=False, timeout=5, preload_content=False
            )
            content = answer.read(MAX_PHOTO + 1)
            answer.drain_conn() if len(content) <= MAX_PHOTO else answer.close()
        except urllib3.exceptions.HTTPError as error:
            raise UnusablePictureError(11200) from error
        if answer.status != 200:
            raise UnusablePictureError(11200)
        content_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if content_type not in PHOTO_TYPES.values():
            raise UnusablePictureError(12300)
        return content_type, content


def read_photo(content_type: str, content: bytes) -> Photo:
    """A picture whose bytes are what its type promised, with its size in pixels."""
    if len(content) > MAX_PHOTO:
        raise UnusablePictureError(11751)
    try:
        with Image.open(io.BytesIO(content), formats=tuple(PHOTO_TYPES)) as image:
            width, height = image.size
            found = PHOTO_TYPES.get(image.format or "")
    except (UnidentifiedImageError, OSError) as error:
        raise UnusablePictureError(12300) from error
    if found != content_type:
        raise UnusablePictureError(12300)
    return Photo(new_sid("ME"), content_type, content, width, height, time.time())
