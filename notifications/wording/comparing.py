"""Owns what differs between two wordings, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Stretch:
    """Words that are in both, only in the old one, or only in the new one."""

    kind: str  # same, gone, new
    words: str


def compare(old: str, new: str) -> list[Stretch]:
    """The new wording with what has gone between it, in order."""
    return list(_stretches(_pieces(old), _pieces(new)))


def _stretches(before: list[str], after: list[str]) -> Iterator[Stretch]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Stretch("same", "".join(before[start:end]))
            continue
        if end > start:
            yield Stretch("gone", "".join(before[start:end]))
        if new_end > new_start:
            yield Stretch("new", "".join(after[new_start:new_end]))


def _pieces(text: str) -> list[str]:
    return re.findall(r"\s+|\{\??\w+\}|\w+|.", text)
