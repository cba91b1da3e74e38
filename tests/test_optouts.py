"""What customers mean by their answers: every opt-out is heard, and nothing is made into one."""

import pytest

from notifications.optouts import Heard, heard

OUR_TEXT = "Acme: Hello Dana, Maya is coming. Reply STOP to end texts, HELP for help."


BARE = [
    "STOP",
    "stop",
    " Stop. ",
    "“STOP”",
    "stop!!!",
    "Cancel",
    "END",
    "quit",
    "STOP 🛑",
    "ＳＴＯＰ",
]
BARE_IN_SPANISH = ["Alto", "PARAR", "basta", "¡Basta!", "cancelar"]
POLITE = ["Please stop", "stop please", "STOP it now", "ok stop, thank you", "basta ya por favor"]


@pytest.mark.parametrize("body", [*BARE, *BARE_IN_SPANISH, *POLITE])
def test_a_bare_stop_may_have_been_meant_for_the_visit(body: str) -> None:
    assert heard(body) == Heard.STOP_OR_CANCEL


@pytest.mark.parametrize("body", ["STOPALL", "Unsubscribe", "revoke", "OPTOUT", "opt-out", "Baja"])
def test_some_words_can_only_mean_the_texts(body: str) -> None:
    assert heard(body) == Heard.STOP


@pytest.mark.parametrize(
    "body",
    [
        "please stop texting me",
        "Stop sending me these texts!!",
        "can you stop the messages",
        "Stop texting",
        "stop sending these",
        "STOP CONTACTING ME",
        "please stop calling and texting me",
        "Don't text me anymore",
        "don’t message me again",
        "Do not text me at this number",
        "do not contact us",
        "Don't text me at all",
        "dont send me any more messages",
        "I don't want to receive texts",
        "I do not want these messages",
        "I no longer wish to receive notifications.",
        "No more texts please",
        "Take me off your list",
        "please remove me from your mailing list",
        "Remove my number",
        "delete my number from your system",
        "Unsubscribe me",
        "how do I unsubscribe?",
        "I want to opt out",
        "Please opt me out of text messages",
        "I revoke my consent",
        "leave me alone",
    ],
)
def test_any_reasonable_phrase_ends_the_texts(body: str) -> None:
    assert heard(body) == Heard.STOP


@pytest.mark.parametrize(
    "body",
    [
        "No me envíe más mensajes",
        "no me manden mensajes",
        "No me envíen más",
        "Por favor no me escriban más",
        "ya no me contacten",
        "Deje de escribirme",
        "DEJEN DE MANDARME MENSAJES",
        "pare de molestar",
        "No quiero recibir más mensajes de texto",
        "no quiero mensajes",
        "No más textos, gracias",
        "Borre mi número",
        "quíteme de su lista",
        "Sáquenme de la lista por favor",
        "quiero darme de baja",
        "cancelar suscripción",
        "Déjenme en paz",
    ],
)
def test_any_reasonable_phrase_in_spanish_ends_the_texts(body: str) -> None:
    assert heard(body) == Heard.STOP


@pytest.mark.parametrize(
    "body",
    [
        f"Liked “{OUR_TEXT}”",
        f'Loved "{OUR_TEXT}"',
        f"Disliked “{OUR_TEXT}”",
        f"Laughed at “{OUR_TEXT}”",
        f"Emphasized “{OUR_TEXT}”",
        f"Questioned “{OUR_TEXT}”",
        f"Reacted 👍 to “{OUR_TEXT}”",
        f"Removed a heart from “{OUR_TEXT}”",
        f"\u200a👍\u200a to “{OUR_TEXT}”",
        f"❤️ a “{OUR_TEXT}”",
        f"Le gustó “{OUR_TEXT}”",
        f"Le encantó “{OUR_TEXT}”",
        f"No le gustó “{OUR_TEXT}”",
        f"Se rio de “{OUR_TEXT}”",
        f"Enfatizó “{OUR_TEXT}”",
        "Liked “STOP”",
        "Loved “please stop texting me”",
        "Liked “Reply STOP to end texts and we stop texting you",
        "Liked an image",
    ],
)
def test_a_tap_back_says_nothing_of_its_own(body: str) -> None:
    assert heard(body) == Heard.OTHER


def test_words_after_a_tap_back_are_the_customers_own() -> None:
    assert heard(f"Liked “{OUR_TEXT}” but please stop texting me") == Heard.STOP


@pytest.mark.parametrize(
    "body",
    [
        "cancel my appointment",
        "Cancel please",
        "please cancel the visit",
        "cancelar la cita",
        "please don't stop by before 9",
        "the bus stop is closed",
        "Can you stop at the gate and call?",
        "stop by any time",
        "don't stop texting me",
        "why did you stop sending me texts?",
        "You don't text me when he is late",
        "If they don't text me I'll call",
        "Please don't text me before 9",
        "don't text me while I drive",
        "Stop texting me at night",
        "remove me from Tuesday",
        "take me off the schedule",
        "Can I opt out of the visit on Friday?",
        "no me escriba antes de las 9",
        "No dejen de escribirme",
        "no me llegaron los mensajes",
        "quiten mi cita del martes",
        "When does it end?",
        "unsubscribed",
        "STOPPED",
        "I'd like to start at 9",
        "",
        "👍",
    ],
)
def test_what_is_not_about_texts_ends_none(body: str) -> None:
    assert heard(body) == Heard.OTHER


@pytest.mark.parametrize(
    "body",
    [
        "Wrong number",
        "sorry, wrong number!",
        "who is this? you have the wrong person",
        "You've got the wrong guy",
        "wrong phone",
        "Wrong number, stop texting me",
        "This isn't Dana's number",
        "Número equivocado",
        "se equivocó de número",
        "Este no es el teléfono de Dana",
    ],
)
def test_a_stranger_is_recognised(body: str) -> None:
    assert heard(body) == Heard.WRONG_NUMBER


@pytest.mark.parametrize(
    "body",
    ["You sent the wrong person yesterday", "the wrong number of filters came", "Who is coming?"],
)
def test_a_complaint_is_not_a_wrong_number(body: str) -> None:
    assert heard(body) == Heard.OTHER


@pytest.mark.parametrize("body", ["START", "unstop", " Start! ", "Yes"])
def test_texts_are_asked_for_again(body: str) -> None:
    assert heard(body) == Heard.START


@pytest.mark.parametrize(
    ("body", "meant"), [("C", True), (" c.", True), ("R", False), ("CC", False)]
)
def test_a_c_confirms(body: str, meant: bool) -> None:
    assert (heard(body) == Heard.CONFIRM) == meant


def test_a_long_answer_is_read_in_no_time() -> None:
    assert heard("stop me these texts all the " * 60) == Heard.STOP
