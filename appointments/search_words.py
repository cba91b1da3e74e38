"""Owns by which words a customer is found: of names and addresses, and every way to write a number.

Folded alike when they are kept and when they are looked for, so that a plain index finds them.
"""

import re
import unicodedata

LONGEST = 40
FROM_THE_END = "~"  # before the digits of a number, the last one first
NUMBER = re.compile(r"[\d\s().+/-]*\d{3}[\d\s().+/-]*")


def words_of(text: str) -> set[str]:
    """“José Peña-Webb” is found by jose, pena and webb."""
    return {word[:LONGEST] for word in re.findall(r"\w+", _folded(text))}


def number_words(number: str, national: str) -> set[str]:
    """A number as it may be said: whole, as inside its country, and from its last digits."""
    digits = re.sub(r"\D", "", number)
    return {digits, national, FROM_THE_END + digits[::-1]} if digits else set()


def is_number(words: str) -> bool:
    """Whether this looks like a phone number rather than a name."""
    return bool(NUMBER.fullmatch(words.strip()))


def beginnings(typed: str) -> list[set[str]]:
    """How the words of whoever fits begin: of each set with one of them."""
    if not is_number(typed):
        return [{word} for word in sorted(words_of(typed))]
    # A leading 0 or 00 is only dialled inside a country.
    digits = re.sub(r"\D", "", typed).lstrip("0")
    return [{digits, FROM_THE_END + digits[::-1]}]


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
