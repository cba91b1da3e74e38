"""The small format wordings are written in, and the wordings that ship."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.segments import is_gsm7, plain_typography
from notifications.wording import (
    LANGUAGES,
    WordingError,
    files,
    parse,
    render,
    says,
    source,
    wording,
)

KNOWN = {"who", "job", "day"}
SHIPPED = sorted(Path(files.__file__).parent.glob("*/*.txt"))


def said(wording: str, **values: str) -> str:
    return render(parse(wording, KNOWN), {"who": "", "job": "", "day": "", **values})


@pytest.mark.parametrize(
    ("source", "values", "words"),
    [
        ("{who} comes.", {"who": "Maya"}, "Maya comes."),
        ("Hi[ {who}], hello.", {}, "Hi, hello."),
        ("Hi [{who}] , hello .", {}, "Hi, hello."),
        ("One. [For {job}.] [On {day}.] Two.", {}, "One. Two."),
        ("One.\n[For {job}.]\nTwo.\n", {"job": "leaks"}, "One. For leaks. Two."),
        ("It was {day}[, with {who}[, for {job}]].", {"day": "Tue"}, "It was Tue."),
        ("[With {who}[, for {job}].]", {"who": "Sam"}, "With Sam."),
        ("[With {who}[, for {job}].]", {"job": "leaks"}, ""),
        ("[{?who}Somebody comes.]", {"who": "yes"}, "Somebody comes."),
        ("[{?who}Somebody comes.] Bye.", {}, "Bye."),
        ("[For {job}.]", {"job": "   "}, ""),
        ("It is {who}.", {"who": "Sam Jr."}, "It is Sam Jr."),
        ('"{who}."', {"who": "Ready?"}, '"Ready?"'),
    ],
)
def test_a_wording_reads_whole_with_and_without_its_parts(
    source: str, values: dict[str, str], words: str
) -> None:
    assert said(source, **values) == words


@pytest.mark.parametrize(
    "value",
    ["{job}", "[{job}]", "<script>", "a  b ,c", "}{", "{?day}", "\\1 \\g<0>", "¿[x]?"],
)
def test_a_value_is_never_read_again(value: str) -> None:
    assert said("[It is {who}, {day}.]", who=value, day="Tue") == f"It is {value}, Tue."


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_any_value_comes_out_letter_by_letter(who: str, job: str) -> None:
    assert said("<{who}> for [<{job}>]", who=who, job=job) == f"<{who}> for <{job}>"


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("{whom}", r"no placeholder \{whom\}"),
        ("{?whom}", r"no placeholder \{\?whom\}"),
        ("[{who}", "never closed"),
        ("{who}]", "never opened"),
        ("{who", r"A \{ stands alone"),
        ("who}", r"A \} stands alone"),
        ("{}", r"A \{ stands alone"),
        ("[always here]", r"needs a \{placeholder\}"),
        ("[{who}[{job}[{day}]]]", "not deeper"),
    ],
)
def test_a_broken_wording_is_refused_in_plain_words(source: str, complaint: str) -> None:
    with pytest.raises(WordingError, match=complaint):
        parse(source, KNOWN)


@pytest.mark.parametrize(
    ("values", "is_said"),
    [
        ({"who": "Maya", "job": "repair", "day": "Monday"}, True),
        ({"who": "Maya", "job": "", "day": "Monday"}, False),
        ({"who": "Maya", "job": "repair", "day": " "}, False),
    ],
)
def test_a_value_is_said_where_the_parts_around_it_are_there(
    values: dict[str, str], is_said: bool
) -> None:
    template = parse("{who}[ {?job}[ {day}]]", KNOWN)
    assert says(template, "day", values) is is_said
    assert not says(template, "job", values)


def test_a_template_knows_every_name_it_uses() -> None:
    assert parse("{who}[ {?job}[ {day}]]", KNOWN).names == {"who", "job", "day"}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_shipped_wording_parses_and_costs_no_dear_letters(path: Path) -> None:
    words = source(path.stem, path.parent.name)
    assert "company" in wording(path.stem, path.parent.name).names
    assert is_gsm7(words)
    assert plain_typography(words) == words


def test_every_kind_is_worded_in_every_language() -> None:
    kinds = {
        language: {path.stem for path in SHIPPED if path.parent.name == language}
        for language in LANGUAGES
    }
    assert kinds["en"] == kinds["es"]
    assert {"introduction", "confirmation", "new_face", "reschedule", "cancel"} <= kinds["en"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_wording_asks_for_a_word_the_provider_acts_on(path: Path) -> None:
    asked = path.read_text(encoding="utf-8")
    for word in ("CANCEL", "END", "QUIT", "YES"):
        assert f" {word}" not in asked


def test_a_regional_language_uses_its_own_and_a_strange_one_english() -> None:
    assert wording("cancel", "es-MX") == wording("cancel", "es")
    assert wording("cancel", "pl") == wording("cancel", "en")


def test_an_unknown_kind_is_named_in_the_error() -> None:
    with pytest.raises(WordingError, match="no wording for greeting_card in en"):
        wording("greeting_card", "en")
