"""What a customer's answer asks of our texts: none, some again, another number, or a C; pure."""

import re
import unicodedata
from enum import StrEnum


class Heard(StrEnum):
    """What was understood in an answer; OTHER is for a person to read."""

    STOP = "stop"
    # A bare word of the provider's that may have been meant for the visit.
    STOP_OR_CANCEL = "stop_or_cancel"
    START = "start"
    WRONG_NUMBER = "wrong_number"
    CONFIRM = "confirm"
    YES = "yes"
    ANOTHER_TIME = "another_time"
    PICK = "pick"
    OTHER = "other"


# Whole messages. The provider acts on the English ones by itself; we keep the same books.
WORDS: dict[str, Heard] = {
    **dict.fromkeys(("stop", "cancel", "end", "quit"), Heard.STOP_OR_CANCEL),
    **dict.fromkeys(("alto", "parar", "basta", "cancelar"), Heard.STOP_OR_CANCEL),
    **dict.fromkeys(("stopall", "unsubscribe", "revoke", "optout", "baja"), Heard.STOP),
    **dict.fromkeys(("start", "unstop", "yes"), Heard.START),
    "c": Heard.CONFIRM,
}
# "Stop, please" is still "stop"; but "cancel, please" is most likely about the visit.
STOP_POLITELY = frozenset({"stop", "alto", "parar", "basta"})
COURTESIES = frozenset(
    {"please", "pls", "plz", "thanks", "thank", "you", "thx", "ok", "okay", "now", "it", "this"}
    | {"just", "hi", "hello", "por", "favor", "gracias", "ya", "esto", "hola"}
)

# All below reads plain(): small letters, no accents, no marks, one space between words.
_TEXTS = r"(?:texts?|texting|messages?|messaging|msgs?|sms|notifications?|alerts?|reminders?)"
_MENSAJES = r"(?:mensajes?|textos?|sms|notificaciones|avisos|recordatorios)"
_ANY = r"(?:(?:me|us|all|the|any|more|these|those|this|your|of|further|such|text|automated|with) )*"
_MAS = r"(?:(?:mas|los|las|sus|estos|esos|tus|ningun|ningunos|tantos|de|texto) )*"
# Others who do not text, or who stopped it, express no wish.
_WISH = r"(?<!you )(?<!they )(?<!he )(?<!she )(?<!we )(?<!why )"
_NOT_NOT = r"(?<!dont )(?<!not )(?<!never )(?<!cant )(?<!did you )(?<!have you )"
# A time at which not to text is no wish to get no texts at all.
_WHEN = r"(?!(?: me| us)? (?:before|after|until|till|while|when|during|between|so|too)\b)"
_WHEN += r"(?!(?: me| us)? (?:at|on|in) (?!this|my|here|all))"
_CUANDO = r"(?! (?:mas )?(?:antes|despues|hasta|durante|cuando|tan|en la|por la|de noche|a las)\b)"


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


STOP_PHRASE = _any_of(
    rf"{_NOT_NOT}(?:stop|quit|cease) (?:calling (?:and|or) )?(?:sending |getting )?{_ANY}{_TEXTS}"
    rf"{_WHEN}",
    rf"{_NOT_NOT}(?:stop|quit) (?:sending|texting)(?: me| us)?(?: these| those| this| them)?$",
    rf"{_NOT_NOT}(?:stop|quit) (?:contacting|bothering|harassing|spamming|bugging|writing){_WHEN}",
    rf"{_WISH}(?:dont|do not|never) (?:ever )?(?:text|message|contact|write|write to|sms)"
    rf" (?:me|us|here|this (?:number|phone)){_WHEN}",
    rf"{_WISH}(?:dont|do not|never) send {_ANY}{_TEXTS}{_WHEN}",
    rf"(?:dont|do not|no longer) (?:want|wish)(?: to)?(?: get| receive| have)? {_ANY}{_TEXTS}"
    rf"{_WHEN}",
    rf"no more {_ANY}{_TEXTS}",
    r"(?:take|remove|delete|drop|get) (?:me|us|my number|this number|our number)"
    rf" (?:off|from|out)(?: of)? {_ANY}"
    rf"(?:mailing |texting |contact |phone )?(?:lists?|database|contacts|system|{_TEXTS})",
    r"(?:remove|delete|lose|forget) (?:my|our|this) (?:phone |cell |mobile )?number",
    r"unsubscribe (?:me|us|from|please)|(?:please|to|want to|do i) unsubscribe",
    r"opt(?:ing)? (?:me |us )?out(?! of the (?:visit|appointment|service|photo))",
    r"(?:revoke|withdraw) (?:my )?(?:consent|permission)",
    r"leave (?:me|us) alone",
)
STOP_PHRASE_IN_SPANISH = _any_of(
    rf"no me (?:envie|envien|envies|mande|manden|mandes) {_MAS}{_MENSAJES}{_CUANDO}",
    r"no me (?:envie|envien|envies|mande|manden|mandes) (?:nada|mas$)",
    rf"no me (?:escrib|contact|texte)(?:a|an|as|e|en|es){_CUANDO}",
    r"(?<!no )(?:deje|dejen|deja|dejar|pare|paren|para) de"
    rf" (?:escribir|mandar|enviar|molestar|textear|contactar)(?:me|nos)?{_CUANDO}",
    rf"(?:no quiero|no deseo)(?: recibir| que me (?:manden|envien))? {_MAS}{_MENSAJES}{_CUANDO}",
    rf"(?:no|nada de) mas {_MENSAJES}|basta de {_MENSAJES}",
    r"(?:borr|elimin|quit|sac|saqu)\w{1,4} (?:mi|este) (?:numero|telefono)",
    r"(?:borr|elimin|quit|sac|saqu|retir)\w{1,6}(?: me)? de (?:su|sus|la|las|tu|esta) lista",
    r"(?:dar|darme|deme|denme|dame|me den|me de) de baja",
    r"cancel(?:ar|e|en) (?:la |mi )?suscripcion",
    r"dejen?me en paz",
)
WRONG_NUMBER_PHRASE = _any_of(
    r"wrong (?:phone |cell |mobile )?(?:number(?! of)|phone)",
    # "You sent the wrong person" is about a technician.
    r"(?:have|got|texting|texted|messaging|reached|contacting) (?:the )?"
    r"wrong (?:person|guy|man|lady|woman|recipient)",
    r"^(?:sorry )?wrong person$",
    r"(?:this is not|this isnt|thats not) \w+s (?:number|phone|cell)",
    r"numero (?:de telefono )?(?:equivocado|incorrecto|erroneo)|persona equivocada",
    r"(?:te|se|esta|estas|has|ha) (?:equivocado|equivoco|equivocaste) de (?:numero|persona)",
    r"(?:este )?no es (?:el|su) (?:numero|telefono) de",
)
# A tap-back repeats our own words, "Reply STOP" among them; phones send it as a text.
_TAPBACK = re.compile(
    r"""^\W*(?:
        (?:liked|loved|disliked|laughed\s+at|emphasi[sz]ed|questioned)
      | reacted\s+.{1,12}?\s+to | removed\s+.{1,30}?\s+from
      | (?:no\s+)?(?:le|te|me)\s+(?:gusto|gusta|encanto|encanta|dio\s+risa|divirtio)
      | se\s+(?:rio|esta\s+riendo)\s+(?:de|con) | (?:le\s+)?dio\s+enfasis\s+a
      | enfatizo | cuestiono | destaco | exclamo
      | reacciono\s+(?:con\s+)?.{1,12}?\s+a | (?:quito|elimino)\s+.{1,40}?\s+de
      | [^\w\s]{1,8}\s+(?:to|a|en)
    )\s*["“„«](?:.*["”»]|.*$)""",
    re.VERBOSE | re.DOTALL,
)


def heard(body: str) -> Heard:
    """What this answer asks for, and never more than it says."""
    bare = plain(body)
    if bare in WORDS:
        return WORDS[bare]
    own = plain(without_tapback(body))
    if WRONG_NUMBER_PHRASE.search(own):
        return Heard.WRONG_NUMBER
    said = [word for word in own.split() if word not in COURTESIES]
    if len(said) == 1 and said[0] in STOP_POLITELY:
        return Heard.STOP_OR_CANCEL
    wants_none = STOP_PHRASE.search(own) or STOP_PHRASE_IN_SPANISH.search(own)
    return Heard.STOP if wants_none else Heard.OTHER


def plain(body: str) -> str:
    """`body` in small letters without accents and marks, one space between words."""
    letters = without_accents(body).replace("’", "'").replace("'", "")
    return " ".join(re.sub(r"[^\w\s]", " ", letters).split())


def without_accents(body: str) -> str:
    """`body` in small letters, with all its marks and signs."""
    bare = unicodedata.normalize("NFKD", body.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def without_tapback(body: str) -> str:
    """`body` without a reaction and the words of ours that it repeats."""
    return _TAPBACK.sub("", without_accents(body))
