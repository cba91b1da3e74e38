"""What customers mean by a yes, another time or a number; anything more a person reads."""

import pytest

from notifications.meanings import asks_nothing, is_liked, meant, picked
from notifications.optouts import Heard

OURS = "Acme: Hello Dana, Maya is coming. Reply C if that suits you, R for another time."


@pytest.mark.parametrize(
    "body",
    [
        "yes",
        "Yes.",
        "YES please",
        "ok",
        "Okay thanks",
        "OK, thank you",
        "sure",
        "Sounds good",
        "si",
        "Sí",
        "sí, gracias",
        "vale",
        "¡Perfecto!",
        "de acuerdo",
        "claro que sí",
        "👍",
        "👍🏽",
        "👍👍",
        "👍 thanks",
        "ok 👍",
        "✅",
        "👌🏾",
        "See you then",
        "that's fine",
        f"Liked “{OURS}”",
        f'Loved "{OURS}"',
        f"Reacted 👍 to “{OURS}”",
        f"👍 to “{OURS}”",
        f"\u200a👍🏼\u200a to “{OURS}”",
        f"❤️ a “{OURS}”",
        f"Le gustó “{OURS}”",
        f"Me gusta «{OURS}»",
        f"Le encantó “{OURS}”",
        f"Reaccionó con 👍 a “{OURS}”",
        f"Liked “{OURS[:40]}…”",
    ],
)
def test_a_yes_in_many_words_and_signs(body: str) -> None:
    assert meant(body) == Heard.YES


@pytest.mark.parametrize(
    "body",
    [
        "",
        "ok but after 10",
        "yes if he brings the part",
        "👍?",
        "ok?",
        "👎",
        "👍👎",
        "no",
        "not ok",
        "okra",
        f"Disliked “{OURS}”",
        f"No le gustó “{OURS}”",
        f"Laughed at “{OURS}”",
        "n",
        "g",
        f"Liked “{OURS}” but call me",
        f"Removed a like from “{OURS}”",
        "thanks",
        "👍 to all of you",
        "Liked an image",
        "I liked him",
        "yesterday",
        "si viene antes de las 9",
    ],
)
def test_what_is_more_or_less_than_a_yes(body: str) -> None:
    assert meant(body) == Heard.OTHER


@pytest.mark.parametrize(
    "body",
    [
        "R",
        "r.",
        "R please",
        "another time",
        "Another time, please",
        "can we reschedule?",
        "change",
        "I'd like a different day",
        "reschedule my appointment please",
        "Could you change the time",
        "we need another time",
        "Can I get another date?",
        "move it",
        "otra hora",
        "Otro día, gracias",
        "cambiar",
        "Quiero cambiar la cita",
        "¿Podemos cambiar la hora?",
        "otra fecha por favor",
        "necesito reprogramar la visita",
        "para otro día",
    ],
)
def test_another_time_in_many_words(body: str) -> None:
    assert meant(body) == Heard.ANOTHER_TIME


@pytest.mark.parametrize(
    "body",
    [
        "I had a good time",
        "R you coming?",
        "change the filter too",
        "another technician",
        "moved",
        "time?",
        "the other time he broke it",
        "mover el sofá",
    ],
)
def test_what_a_person_has_to_read(body: str) -> None:
    assert meant(body) == Heard.OTHER


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("1", 1),
        (" 2.", 2),
        ("#3", 3),
        ("2️⃣", 2),
        ("option 2", 2),
        ("2 please", 2),
        ("Two", 2),
        ("the first one", 1),
        ("la segunda", 2),
        ("3 works", 3),
        ("opción 1, gracias", 1),
        ("9", 9),
        ("0", None),
        ("12", None),
        ("1 or 2", None),
        ("2 pm", None),
        ("10", None),
        ("one day", None),
    ],
)
def test_a_number_is_a_choice(body: str, number: int | None) -> None:
    assert picked(body) == number
    assert (meant(body) == Heard.PICK) == (number is not None)


def test_a_stop_comes_before_all_else() -> None:
    assert [meant(body) for body in ("STOP", "C", "START")] == [
        Heard.STOP_OR_CANCEL,
        Heard.CONFIRM,
        Heard.START,
    ]


@pytest.mark.parametrize("body", [f"Liked “{OURS} " * 40, "👍 " * 500, "option " * 300 + "2"])
def test_a_long_answer_is_read_in_no_time(body: str) -> None:
    assert meant(body) in Heard
    assert not is_liked("liked " * 500)


@pytest.mark.parametrize(
    "body",
    [
        "thanks, great!",
        "Thank you so much, Jo!",
        "Perfect, thank you for letting me know",
        "Great, see you then. Have a nice day!",
        "Sounds good 😀",
        "you're the best",
        "👍",
        f"Loved “{OURS} Questions? 202-555-0100.”",
        "Muchas gracias, muy amable",
    ],
)
def test_kind_words_ask_nothing(body: str) -> None:
    assert asks_nothing(body)


@pytest.mark.parametrize(
    "body",
    [
        "thanks, when?",
        "??",
        "Thanks. Please call me",
        "great, bring a filter",
        "not great",
        "no thanks",
        "perfect but later",
        "Thanks hurry",
        "see you tomorrow at 9",
    ],
)
def test_a_question_or_a_wish_among_kind_words_is_none_of_them(body: str) -> None:
    assert not asks_nothing(body)
