"""How long somebody has been with the company, as a customer hears it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technicians.tenure import tenure_words, trade_words

TODAY = date(2024, 5, 14)


@pytest.mark.parametrize(
    ("hired_on", "english", "spanish"),
    [
        (date(2024, 5, 15), "", ""),
        (date(2024, 5, 14), "new on the team", "acaba de llegar al equipo"),
        (date(2024, 2, 15), "new on the team", "acaba de llegar al equipo"),
        (date(2024, 2, 14), "3 months with us", "3 meses con nosotros"),
        (date(2023, 9, 14), "8 months with us", "8 meses con nosotros"),
        (date(2023, 5, 15), "11 months with us", "11 meses con nosotros"),
        (date(2023, 5, 14), "1 year with us", "1 año con nosotros"),
        (date(2022, 5, 15), "1 year with us", "1 año con nosotros"),
        (date(2022, 5, 14), "2 years with us", "2 años con nosotros"),
        (date(2018, 1, 1), "6 years with us", "6 años con nosotros"),
    ],
)
def test_tenure_is_said_in_whole_years_or_months(
    hired_on: date, english: str, spanish: str
) -> None:
    assert tenure_words(hired_on, TODAY, "en") == english
    assert tenure_words(hired_on, TODAY, "es-MX") == spanish


def test_a_leap_day_hire_has_a_year_on_the_first_of_march() -> None:
    hired_on = date(2024, 2, 29)
    assert tenure_words(hired_on, date(2025, 2, 28), "en") == "11 months with us"
    assert tenure_words(hired_on, date(2025, 3, 1), "en") == "1 year with us"


def test_a_language_without_words_is_told_in_english() -> None:
    assert tenure_words(date(2020, 1, 1), TODAY, "pl") == "4 years with us"


@given(st.integers(min_value=0, max_value=20_000), st.sampled_from(["en", "es"]))
def test_nobody_ever_has_zero_of_anything(days: int, language: str) -> None:
    words = tenure_words(TODAY - timedelta(days=days), TODAY, language)
    assert words
    assert not words.startswith("0")


@pytest.mark.parametrize(
    ("before", "tenure", "language", "words"),
    [
        (None, "6 years with us", "en", ""),
        (0, "6 years with us", "en", ""),
        (9, "6 years with us", "en", "15 in the trade"),
        (9, "1 year with us", "en", "15 in the trade"),
        (9, "", "en", "15 years in the trade"),
        (9, "new on the team", "en", "15 years in the trade"),
        (9, "6 años con nosotros", "es", "15 en el oficio"),
        (9, "acaba de llegar al equipo", "es", "15 años en el oficio"),
    ],
)
def test_years_in_the_trade_lean_on_the_years_with_us(
    before: int | None, tenure: str, language: str, words: str
) -> None:
    hired_on, on = date(2020, 1, 1), date(2026, 6, 1)
    assert trade_words(hired_on, before, on, language, tenure) == words
