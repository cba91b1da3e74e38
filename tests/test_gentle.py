"""What is suggested about own words: caught where it matters, quiet where it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technicians.gentle import SENTENCES, WORDS, hints

CAUGHT = [
    ("en", "Everybody calls me Lopez", ["surname"]),
    ("en", "maya LOPEZ at your service", ["surname"]),
    ("en", "call me on 202-555-0123", ["contact"]),
    ("en", "find me @mayafixes", ["contact"]),
    ("en", "see mayafixes.com", ["contact"]),
    ("en", "https://example.org/me", ["contact"]),
    ("en", "coaches at Lincoln school", ["school"]),
    ("en", "studies at college", ["school"]),
    ("en", "lives in Oak Park", ["street"]),
    ("en", "house on the hill", ["street"]),
    ("en", "you know the blue gate on Mill Lane", ["street"]),
    ("en", "mom of three", ["children"]),
    ("en", "plays with the kids", ["children"]),
    ("en", "spoils two grandchildren", ["children"]),
    ("en", "on vacation in August", ["away"]),
    ("en", "away every weekend", ["away"]),
    ("en", "originally from Poland", ["heritage"]),
    ("en", "of Irish descent", ["heritage"]),
    ("en", "sings in the church choir", ["faith"]),
    ("en", "a Muslim who bakes", ["faith"]),
    ("en", "the best plumber in town", ["superlative"]),
    ("en", "simply unbeatable", ["superlative"]),
    ("en", "the best dad of two", ["children", "superlative"]),
    ("es", "todos me llaman López", []),
    ("es", "llámeme al 600 123 456", ["contact"]),
    ("es", "da clases en un colegio", ["school"]),
    ("es", "vive en Triana", ["street"]),
    ("es", "la calle Mayor de siempre", ["street"]),
    ("es", "juega con sus hijos", ["children"]),
    ("es", "mamá de dos", ["children"]),
    ("es", "de vacaciones en agosto", ["away"]),
    ("es", "fuera todos los sábados", ["away"]),
    ("es", "nació y viene de Lugo", ["heritage"]),
    ("es", "soy de Cuba", ["heritage"]),
    ("es", "canta en la iglesia", ["faith"]),
    ("es", "el mejor de la ciudad", ["superlative"]),
]
QUIET = [
    ("en", "grows far too many tomatoes"),
    ("en", "plays football on Sundays"),
    ("en", "I do my best and I tidy up"),
    ("en", "walks the dog with a best friend"),
    ("en", "12 years of old boilers, 3 of them mine"),
    ("en", "good at drains and tree roots"),
    ("en", "I show you what I did before I go."),
    ("en", "restores old radios. Music while I work"),
    ("en", "I drive slowly and sing"),
    ("es", "cultiva demasiados tomates"),
    ("es", "juega al fútbol los domingos"),
    ("es", "a lo mejor canto mientras trabajo"),
    ("es", "soy de los que limpian al acabar"),
    ("es", "sale en bici con su mejor amigo"),
]


@pytest.mark.parametrize(("language", "text", "codes"), CAUGHT)
def test_what_may_be_better_left_out_is_noticed(language: str, text: str, codes: list[str]) -> None:
    assert [hint.code for hint in hints(text, language, "Maya Lopez")] == codes


@pytest.mark.parametrize(("language", "text"), QUIET)
def test_ordinary_words_raise_no_question(language: str, text: str) -> None:
    assert hints(text, language, "Maya Lopez") == []


def test_a_first_name_alone_is_no_surname() -> None:
    assert hints("Maya likes tea", "en", "Maya") == []


def test_every_language_looks_for_the_same_things() -> None:
    assert WORDS["en"].keys() == WORDS["es"].keys()


def test_everything_noticed_has_a_sentence() -> None:
    assert SENTENCES.keys() == {"surname", "contact", *WORDS["en"]}


def test_a_language_without_words_of_its_own_is_read_as_english() -> None:
    assert [hint.code for hint in hints("the best", "pl", "Maya")] == ["superlative"]


@given(st.text(max_size=600))
def test_any_text_can_be_read(text: str) -> None:
    assert {hint.code for hint in hints(text, "en", "Maya (Lopez")} <= SENTENCES.keys()
