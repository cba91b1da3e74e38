"""What somebody near their door may mean: cries that are heard, and words that are none."""

import pytest

from notifications.door_meanings import Cry, cry, provider_answers

HELP = (
    *("HELP", "help", "Help!", "help me", "please help", "I need help now", "ayuda", "¡Ayuda!"),
    *("ayúdame", "Auxilio", "necesito ayuda", "socorro", "I'm scared", "tengo miedo", "sos"),
    *("should I call 911", "he is at the door, I am calling the police", "llamen a la policía"),
)
WHO = (
    *("WHO", "who?", "Who is this", "who is this?", "who's this", "who is that man", "who are you"),
    *("who is at the door", "who is at my door?", "who's there", "quién es", "¿Quién es?", "quien"),
    *("who is coming", "who's coming today", "¿Quién está en la puerta?", "quien viene"),
    *(
        "who is this? he is at my door",
        "I don't know who is at the door",
        "oiga, quién es ese señor",
    ),
    *("quién es usted", "hola quién es este", "who is it please"),
)
NOT_THEM = (
    *("not him", "Not her!", "that's not him", "That's not her", "this is not him", "it isn't her"),
    *("that is not the person in the picture", "this isn't the technician", "wait that's not him"),
    *("he doesn't look like the photo", "a different man is at the door", "someone else is here"),
    *("there is a stranger at my door", "no es él", "No es ella", "no es la persona de la foto"),
    *("no es el técnico de la foto", "vino otra persona", "hay un desconocido en la puerta"),
    *("doesn't match the picture", "not the right person", "no se parece a la foto"),
)
NOTHING = (
    *("", "?", "ok", "C", "R", "yes", "Thanks", "can you help me move the sofa", "who do I pay"),
    *("it's not her fault", "that's not what I meant", "this is not the part I need", "not now"),
    *("I need help with the dishwasher", "no es el lunes", "no es mi culpa", "the dog is outside"),
    *(
        "is he the one who came last year",
        "someone else will be home",
        "helpful",
        "the door is open",
    ),
    *(
        "who is that for",
        "my husband will be here, not me",
        "no es necesario",
        "call me",
        "whose turn",
        "that's not it",
    ),
    'Liked "Reply STOP to end texts, HELP for help."',
)


@pytest.mark.parametrize("body", HELP)
def test_a_cry_for_help_is_heard(body: str) -> None:
    assert cry(body) == Cry.HELP


@pytest.mark.parametrize("body", WHO)
def test_who_asks_who_that_is_is_heard(body: str) -> None:
    assert cry(body) == Cry.WHO


@pytest.mark.parametrize("body", NOT_THEM)
def test_who_sees_somebody_else_is_heard(body: str) -> None:
    assert cry(body) == Cry.NOT_THEM


@pytest.mark.parametrize("body", NOTHING)
def test_other_words_are_no_cry(body: str) -> None:
    assert cry(body) is None


@pytest.mark.parametrize(
    ("body", "opt_out", "answers"),
    [
        ("HELP", "", True),
        (" info ", "", True),
        ("ayuda", "HELP", True),
        ("ayuda", "", False),
        ("help me", "", False),
    ],
)
def test_the_provider_answers_a_bare_word_itself(body: str, opt_out: str, answers: bool) -> None:
    assert provider_answers(body, opt_out) is answers
