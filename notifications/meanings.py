"""What an answer means beside an opt-out: a yes, another time, or the number of a choice; pure."""

import re

from notifications.optouts import (
    COURTESIES,
    Heard,
    heard,
    plain,
    without_accents,
    without_tapback,
)

_YES = frozenset(
    {"yes", "y", "yep", "yeah", "yup", "ok", "okay", "k", "sure", "fine", "perfect", "great"}
    | {"good", "all good", "sounds good", "sounds great", "works for me", "that works"}
    | {"that suits me", "that suits", "suits me", "confirm", "confirmed", "i confirm", "will do"}
    | {"see you then", "that is fine", "thats fine", "si", "vale", "claro", "perfecto", "bueno"}
    | {"de acuerdo", "esta bien", "muy bien", "me va bien", "me viene bien", "confirmo", "listo"}
    | {"confirmado", "por supuesto", "claro que si", "nos vemos"}
)
_YES_SIGNS = frozenset("👍👌✅🆗✔☑")
_THANKS = {"", "thanks", "thank you", "thx", "gracias", "muchas gracias"}
_NOT_A_SIGN = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f\\s]")
_LIKED = re.compile(
    r"""^\W*(?: liked | loved | (?:le|te|me)\s+(?:gusto|gusta|encanto|encanta)
      | dio\s+(?:un\s+)?me\s+gusta\s+a
      | (?:reacted|reacciono(?:\s+con)?)\s+(?:👍|👌|❤)[^\w\s]*\s+(?:to|a)
      | (?:👍|👌|❤)[^\w\s]*\s+(?:to|a|en) )\s*["“„«]""",
    re.VERBOSE,
)
_POLITE = (
    r"(?:please|pls|thanks|thank you|thx|por favor|gracias|muchas gracias|hi|hello|hola|sorry)"
)
_AROUND = re.compile(rf"^(?:{_POLITE} )+|(?: {_POLITE})+$")
_ASKS = (
    r"(?:(?:can|could|may|would) (?:we|i|you)|(?:i|we)(?:d| would)? (?:like|need|want|prefer)|lets"
)
_ASKS += r"|to|please|get|have|do|find|pick|make|it|for|a|an|some)"
_OTHER = r"(?:another|other|different|new|better) (?:time|day|date|slot|window|appointment)"
_THING = r"(?:it|this|that|the|my|our|visit|appointment|time|day|date|to|a)"
_PIDE = r"(?:quiero|quisiera|necesito|prefiero|podria|puedo|podemos|me gustaria|se puede|para|a|en)"
_COSA = r"(?:la|el|mi|de|cita|hora|dia|visita|fecha|a|otr[ao])"
_ANOTHER_TIME = re.compile(
    rf"r|(?:{_ASKS} )*(?:{_OTHER}|(?:reschedule|change|move)(?: {_THING})*)"
    rf"|(?:{_PIDE} )*(?:otr[ao] (?:hora|dia|momento|fecha|horario|cita)"
    rf"|(?:cambiar|cambio|reprogramar|mover)(?: {_COSA})*(?: (?:hora|dia|momento|fecha))?)"
)
_NUMBERS = {
    **dict.fromkeys(("1", "one", "first", "uno", "una", "primera", "primero"), 1),
    **dict.fromkeys(("2", "two", "second", "dos", "segunda", "segundo"), 2),
    **dict.fromkeys(("3", "three", "third", "tres", "tercera", "tercero"), 3),
    **{str(number): number for number in range(4, 10)},
}
_NAMED = r"(?:option|number|no|the|opcion|numero|la|el) "
_FINE = r" (?:works|is good|is fine|is ok|one|esta bien|me va bien|me viene bien|ok)"
_PICK = re.compile(rf"(?:{_NAMED})*(\w+)(?:{_FINE})?")
_GOOD = (
    r"(?:great|perfect|lovely|wonderful|awesome|excellent|amazing|fantastic|cool|nice|good|super"
    r"|brilliant|fine|sweet)"
)
_THE_REST = r"(?:day|one|evening|afternoon|morning|night|weekend|week)"
_KIND = (
    rf"(?:many )?thanks|thank you|thx|ty|cheers|bye|{_GOOD}|ok|okay|alright|all right|got it|noted"
    rf"|hi|hello|oh|so much|very much|a lot|again|(?:you )?too|no (?:problem|worries)|will do"
    rf"|(?:all|sounds|looks|that is|thats|that sounds|it was|you are|youre) (?:so |very )?{_GOOD}"
    rf"|(?:you are|youre) (?:the best|welcome)|(?:i )?(?:really )?appreciate (?:it|that|you)"
    rf"|much appreciated|for (?:the|your) (?:info|update|text|message|help|reply|answer|photo)"
    rf"|for letting (?:me|us) know|see (?:you|ya)(?: (?:then|soon|later|tomorrow))?"
    rf"|have a {_GOOD} {_THE_REST}|good {_THE_REST}"
    r"|(?:muchas |mil )?gracias(?: por (?:todo|avisar|la informacion|su ayuda))?|muy amable"
    r"|perfecto|genial|excelente|buenisimo|muy bien|que bien|estupendo|vale|de acuerdo|hola"
    r"|igualmente|hasta (?:luego|manana|pronto)|nos vemos|de nada|(?:que tenga )?(?:un )?buen dia"
    r"|feliz dia|adios"
)
_ONLY_KIND = re.compile(rf"(?:{_KIND})(?: (?:{_KIND}))*")
# “Thanks Jo” names somebody, “thanks, when” does not.
_THANKS_TO = re.compile(
    r"\b(?i:(thanks|thank you|thx|gracias)(?: so much| very much| a lot)?),? [A-ZÁÉÍÓÚÑ][\w'’-]+"
)


def asks_nothing(body: str) -> bool:
    """A thank you, kind words or a finger on our text: nobody waits for an answer to that."""
    own = without_tapback(body)
    if "?" in own:
        return False
    said = plain(own)
    thanked = plain(_THANKS_TO.sub(r"\1", body))
    return set(said.split()) <= COURTESIES or bool(_ONLY_KIND.fullmatch(thanked))


def meant(body: str) -> Heard:
    """What this answer asks for; a choice among numbers is PICK, and `picked` says which."""
    said = heard(body)
    if said == Heard.START and plain(body) == "yes":
        return Heard.YES
    if said != Heard.OTHER:
        return said
    if is_yes(body):
        return Heard.YES
    if picked(body):
        return Heard.PICK
    is_moving = _ANOTHER_TIME.fullmatch(_without_politeness(body))
    return Heard.ANOTHER_TIME if is_moving else Heard.OTHER


def is_yes(body: str) -> bool:
    """Whether all it says is yes, in a word, a sign or a finger on our text."""
    if is_liked(body):
        return True
    if "?" in body:
        return False
    signs = _NOT_A_SIGN.sub("", body)
    words = _without_politeness("".join(sign for sign in body if sign not in _YES_SIGNS))
    has_sign = bool(set(signs) & _YES_SIGNS)
    is_bare = all(sign in _YES_SIGNS or sign.isascii() for sign in signs)
    return words in _YES or (has_sign and is_bare and words in _THANKS)


def is_liked(body: str) -> bool:
    """A tap-back that likes our text, and nothing else said."""
    return bool(_LIKED.match(without_accents(body))) and not plain(without_tapback(body))


def picked(body: str) -> int | None:
    """The number chosen, from one to nine."""
    found = _PICK.fullmatch(_without_politeness(body))
    return _NUMBERS.get(found[1]) if found else None


def _without_politeness(body: str) -> str:
    return _AROUND.sub("", plain(body)) if plain(body) else ""
