"""What the person on call hears about an alarm, and how they are put through: TwiML."""

from dataclasses import dataclass

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

TAKES = "1"
WAITS = 10  # seconds for the key, after each of two times
_TONGUES = {"en": "en-US", "es": "es-MX"}
_SAID = {
    "en": {
        "alarm": "This is {company}, with an alarm at the door of a customer.",
        "help": "{customer} asks for help.",
        "who": "{customer} asks who is at the door.",
        "not_them": "{customer} says it is not the right person.",
        "page": "{customer} says it is not the person in the picture.",
        "comes": "{technician} is expected there.",
        "take": "Press 1 to take it and be put through.",
        "through": "Thank you. The address is {address}. You are being put through.",
        "taken": "Somebody is calling already. Thank you. Goodbye.",
        "over": "The alarm is over already. Thank you. Goodbye.",
    },
    "es": {
        "alarm": "Le llama {company}: hay una alarma en la puerta de un cliente.",
        "help": "{customer} pide ayuda.",
        "who": "{customer} pregunta quién está en la puerta.",
        "not_them": "{customer} dice que no es la persona esperada.",
        "page": "{customer} dice que no es la persona de la foto.",
        "comes": "Allí se espera a {technician}.",
        "take": "Pulse 1 para atenderla y hablar con el cliente.",
        "through": "Gracias. La dirección es {address}. Le ponemos con el cliente.",
        "taken": "Ya está llamando otra persona. Gracias. Adiós.",
        "over": "La alarma ya ha terminado. Gracias. Adiós.",
    },
}


@dataclass(frozen=True)
class Briefing:
    """What there is to say of one alarm."""

    language: str
    source: str
    company: str
    customer: str
    technician: str
    address: str


def announce(about: Briefing, key_url: str) -> str:
    """What it is about, twice; a mailbox presses no key."""
    answer = VoiceResponse()
    for _time in range(2):
        gather = Gather(num_digits=1, timeout=WAITS, action=key_url)
        comes = ("comes",) if about.technician else ()
        _say(gather, about, "alarm", about.source, *comes, "take")
        answer.append(gather)
    answer.hangup()
    return str(answer)


def put_through(about: Briefing, number: str, *, caller: str) -> str:
    """They have it: the address, then the customer, who sees our number."""
    answer = VoiceResponse()
    _say(answer, about, "through")
    if number:
        dial = Dial(caller_id=caller, timeout=30)
        dial.number(number)
        answer.append(dial)
    return str(answer)


def too_late(about: Briefing, *, is_over: bool) -> str:
    """Nothing is left to do."""
    answer = VoiceResponse()
    _say(answer, about, "over" if is_over else "taken")
    answer.hangup()
    return str(answer)


def _say(onto: VoiceResponse | Gather, about: Briefing, *keys: str) -> None:
    said = _SAID.get(about.language, _SAID["en"])
    values = {name: str(value) for name, value in vars(about).items()}
    spoken = " ".join(said[key].format(**values) for key in keys)
    onto.say(spoken, language=_TONGUES.get(about.language, "en-US"))
