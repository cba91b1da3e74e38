"""What a text costs: alphabets, parts and plain characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.segments import (
    dear_letters,
    fold_accents,
    is_gsm7,
    parts,
    plain_typography,
    septets,
)

EMOJI = "⚽"
ASTRAL = "😀"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("a", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 459, 3),
        ("a" * 460, 4),
        ("€" * 80, 1),
        ("€" * 81, 2),
        (EMOJI * 70, 1),
        (EMOJI * 71, 2),
        (EMOJI * 134, 2),
        (EMOJI * 135, 3),
        (EMOJI * 201, 3),
        (EMOJI * 202, 4),
        (ASTRAL * 35, 1),
        (ASTRAL * 36, 2),
    ],
)
def test_a_text_is_billed_by_its_parts(text: str, count: int) -> None:
    assert parts(text) == count


def test_an_escape_pair_is_never_split_over_parts() -> None:
    text = "a" * 152 + "€" + "a" * 152
    assert septets(text) == 306
    assert parts(text) == 3


def test_a_surrogate_pair_is_never_split_over_parts() -> None:
    assert parts("ł" * 66 + ASTRAL + "ł" * 66) == 3


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Maya", 4),
        ("Señor Müller, ¿qué?", 19),
        ("5 €", 4),
        ("^{}[]~\\|", 16),
        ("Ç", 1),
        ("ç", None),
        ("revisión", None),
        (EMOJI, None),
    ],
)
def test_septets_count_the_extension_twice(text: str, length: int | None) -> None:
    assert septets(text) == length
    assert is_gsm7(text) == (length is not None)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("“Hi” – it’s Maya…", '"Hi" - it\'s Maya...'),
        ("9—11", "9-11"),
        ("a\u00a0b\tc\u2009d", "a b c d"),
        ("so\u200bft\u00ad\ufeff", "soft"),
        ("May\u200da", "Maya"),
        ("\u202eayaM", "ayaM"),
        ("Jose\u0301", "José"),
        ("Zoë Łukasz Ó Briain", "Zoë Łukasz Ó Briain"),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
    ],
)
def test_typography_becomes_plain_and_words_stay(typed: str, sent: str) -> None:
    assert plain_typography(typed) == sent


@pytest.mark.parametrize(
    ("own", "sent"),
    [
        ("juega al fútbol los sábados", "juega al futbol los sabados"),
        ("façade, Łódź, œuvre", "facade, Lodz, oeuvre"),
        ("1º de mayo", "1o de mayo"),
        ("señas, café, Müller", "señas, café, Müller"),
        ("fútbol ⚽", "fútbol ⚽"),
        ("сантехник é", "сантехник é"),
    ],
)
def test_accents_are_folded_only_where_that_makes_the_text_cheap(own: str, sent: str) -> None:
    assert fold_accents(own) == sent


@given(st.text(max_size=400))
def test_parts_hold_the_text_and_never_much_more(text: str) -> None:
    units = septets(text)
    room = 153 if units is not None else 67
    size = units if units is not None else len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert parts(text) * room >= size - (7 if room == 153 else 3)
    assert parts(text) <= size // (room - 1) + 1


@given(st.text(max_size=60))
def test_plain_typography_is_done_once_and_for_all(text: str) -> None:
    once = plain_typography(text)
    assert plain_typography(once) == once


@pytest.mark.parametrize(
    ("text", "dear"),
    [("bakes bread", ""), ("años, piñón, l’été", ""), ("tea 🫖 and 🫖 tea", "🫖"), ("Ж и €", "Жи")],
)
def test_letters_that_need_the_dear_alphabet_are_named_once(text: str, dear: str) -> None:
    assert dear_letters(text) == dear
