"""Days and hours as people text them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appointments.windows import day_words, hours_words
from notifications.segments import is_gsm7

CHICAGO = ZoneInfo("America/Chicago")


def at(day: int, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2024, 5, day, int(hour), int(minute), tzinfo=CHICAGO)


def test_a_day_is_weekday_number_and_month() -> None:
    assert day_words(at(14, "9:00"), "en") == "Tue 14 May"
    assert day_words(at(14, "9:00"), "es") == "mar 14 mayo"


def test_every_spanish_day_and_month_fits_the_cheap_alphabet() -> None:
    first = datetime(2024, 1, 1, tzinfo=CHICAGO)
    said = [day_words(first + timedelta(days=day), "es") for day in range(366)]
    assert all(is_gsm7(words) for words in said)
    assert {"mié 3 enero", "sab 6 enero"} <= set(said)


@pytest.mark.parametrize(
    ("start", "end", "english", "spanish"),
    [
        ((14, "9:00"), (14, "11:00"), "9-11am", "9-11h"),
        ((14, "9:30"), (14, "11:00"), "9:30-11am", "9:30-11h"),
        ((14, "11:00"), (14, "13:00"), "11am-1pm", "11-13h"),
        ((14, "10:30"), (14, "12:30"), "10:30am-12:30pm", "10:30-12:30h"),
        ((14, "13:05"), (14, "15:45"), "1:05-3:45pm", "13:05-15:45h"),
        ((14, "9:00"), (14, "12:00"), "9am-noon", "9-12h"),
        ((14, "12:00"), (14, "14:00"), "noon-2pm", "12-14h"),
        ((14, "12:30"), (14, "14:00"), "12:30-2pm", "12:30-14h"),
        ((14, "0:00"), (14, "6:00"), "12am-6am", "0-6h"),
        ((14, "20:00"), (15, "0:00"), "8pm-midnight", "20-24h"),
        ((14, "0:00"), (15, "0:00"), "all day", "0-24h"),
        ((14, "22:00"), (15, "2:00"), "10pm-2am", "22-2h"),
        ((14, "20:00"), (15, "8:00"), "8pm-8am", "20-8h"),
        ((14, "20:00"), (15, "8:01"), "8pm to Wed 8:01am", "20h a mié 8:01h"),
        ((14, "9:00"), (15, "11:00"), "9am to Wed 11am", "9h a mié 11h"),
        ((14, "9:00"), (16, "0:00"), "9am to Wed midnight", "9h a mié 24h"),
        ((14, "9:00"), (20, "17:00"), "9am to Mon 5pm", "9h a lun 17h"),
        ((14, "9:00"), (21, "17:00"), "9am to Tue 21 May 5pm", "9h a mar 21 mayo 17h"),
        ((14, "9:00"), (14, "9:00"), "9am", "9h"),
    ],
)
def test_a_window_is_said_the_short_way_people_use(
    start: tuple[int, str], end: tuple[int, str], english: str, spanish: str
) -> None:
    assert hours_words(at(*start), at(*end), "en") == english
    assert hours_words(at(*start), at(*end), "es") == spanish


def test_a_window_over_the_change_of_clocks_says_the_clocks_people_see() -> None:
    start = datetime(2024, 3, 10, 1, 0, tzinfo=CHICAGO)
    end = datetime(2024, 3, 10, 4, 0, tzinfo=CHICAGO)
    assert hours_words(start, end, "en") == "1-4am"


def test_a_language_without_words_is_told_in_english() -> None:
    assert day_words(at(14, "9:00"), "pl") == "Tue 14 May"
    assert hours_words(at(14, "9:00"), at(14, "11:00"), "pl") == "9-11am"


@given(st.integers(0, 1439), st.integers(1, 720))
def test_a_window_up_to_half_a_day_stays_short(minute: int, length: int) -> None:
    start = at(14, "0:00") + timedelta(minutes=minute)
    end = start + timedelta(minutes=length)
    assert len(hours_words(start, end, "en")) <= 16
    assert len(hours_words(start, end, "es")) <= 12
