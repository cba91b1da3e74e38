"""What the history keeps of a setting: plain values, before and after; no rows, no words."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import TypeAlias

from django.db import models

Value: TypeAlias = str | int | float | bool | None
Turned: TypeAlias = dict[str, list[Value]]


def said(thing: models.Model, names: Iterable[str]) -> dict[str, Value]:
    """These fields of it, fit for JSON."""
    return {name: plain(getattr(thing, name)) for name in names}


def turned(before: Mapping[str, Value], after: Mapping[str, Value]) -> Turned:
    """What is another value now, [before, after] by its name."""
    return {name: [before[name], new] for name, new in after.items() if before[name] != new}


def plain(value: object) -> Value:
    if value is None or isinstance(value, bool | int | float):
        return value
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
