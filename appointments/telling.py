"""Owns what the one who changes a visit wants the customer told; others decide how."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Told by a text, not before `wait` is over; or, without `tell`, already told by phone."""

    tell: bool = True
    wait: timedelta = timedelta()


TELL = Telling()
BY_PHONE = Telling(tell=False)
