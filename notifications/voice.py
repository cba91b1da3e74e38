"""What a caller hears, and what the person hears who is called: TwiML, pure."""

from dataclasses import dataclass

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

RINGS = 20  # seconds, four or five rings
LONGEST = 120  # seconds of a message
SILENCE = 5  # seconds after which a message is over
_TONGUES = {"en": "en-US", "es": "es-MX"}
_SAID = {
    "en": {
        "missed": "Thank you for calling {company}. Nobody can come to the phone right now.",
        "closed": "Thank you for calling {company}. The office is closed now.",
        "opens": "We are back {opens}.",
        "message": "Please leave a message after the tone. A person will call you back.",
        "thanks": "Thank you. A person will call you back. Goodbye.",
        "nothing": "We have heard nothing. Please call again, or send a text. Goodbye.",
        "goodbye": "Goodbye.",
        "whisper": "A call for {company}, from {caller}.",
        "unknown": "a number we don't know",
        "about": "It is about {visit}.",
        "take": "Press any key to take it.",
    },
    "es": {
        "missed": "Gracias por llamar a {company}. Nadie puede contestar en este momento.",
        "closed": "Gracias por llamar a {company}. La oficina está cerrada ahora.",
        "opens": "Volvemos {opens}.",
        "message": "Deje un mensaje después del tono. Una persona le devolverá la llamada.",
        "thanks": "Gracias. Una persona le devolverá la llamada. Adiós.",
        "nothing": "No hemos oído nada. Llame otra vez o mande un mensaje. Adiós.",
        "goodbye": "Adiós.",
        "whisper": "Una llamada para {company}, de {caller}.",
        "unknown": "un número que no conocemos",
        "about": "Es por {visit}.",
        "take": "Pulse cualquier tecla para contestar.",
    },
}


@dataclass(frozen=True)
class Lines:
    """What is said in one language, for one company."""

    company: str
    language: str

    def say(self, onto: VoiceResponse | Gather, *keys: str, **words: str) -> None:
        """One spoken paragraph of these sentences."""
        said = _SAID.get(self.language, _SAID["en"])
        spoken = " ".join(said[key].format(company=self.company, **words) for key in keys)
        onto.say(spoken, language=_TONGUES.get(self.language, "en-US"))

    def word(self, key: str) -> str:
        return _SAID.get(self.language, _SAID["en"])[key]


def put_through(person: str, caller: str, *, whisper_url: str, over_url: str) -> str:
    """Ring the person of the unit, who sees the caller's own number."""
    answer = VoiceResponse()
    # A number that is withheld can't be shown again; the provider then shows its own.
    shown = {"caller_id": caller} if caller.startswith("+") else {}
    dial = Dial(answer_on_bridge=True, timeout=RINGS, action=over_url, **shown)
    dial.number(person, url=whisper_url)
    answer.append(dial)
    return str(answer)


def whisper(lines: Lines, *, caller: str, visit: str, take_url: str) -> str:
    """Who is calling, for the ears of the person only; a mailbox presses no key."""
    answer = VoiceResponse()
    gather = Gather(num_digits=1, timeout=8, action=take_url)
    about = ("about",) if visit else ()
    lines.say(
        gather, "whisper", *about, "take", caller=caller or lines.word("unknown"), visit=visit
    )
    answer.append(gather)
    answer.hangup()
    return str(answer)


def connect() -> str:
    """Nothing more to say: the two are connected."""
    return str(VoiceResponse())


def goodbye(lines: Lines, key: str = "goodbye") -> str:
    answer = VoiceResponse()
    lines.say(answer, key)
    answer.hangup()
    return str(answer)


def hang_up() -> str:
    answer = VoiceResponse()
    answer.hangup()
    return str(answer)


def take_message(
    lines: Lines, *, is_closed: bool, opens: str, left_url: str, recorded_url: str
) -> str:
    """Why nobody answers, and the tone to speak after."""
    answer = VoiceResponse()
    keys = ["closed" if is_closed else "missed", *(["opens"] if opens else []), "message"]
    lines.say(answer, *keys, opens=opens)
    answer.record(
        max_length=LONGEST,
        timeout=SILENCE,
        play_beep=True,
        action=left_url,
        recording_status_callback=recorded_url,
    )
    # The provider comes to this only when nothing was said.
    lines.say(answer, "nothing")
    return str(answer)
