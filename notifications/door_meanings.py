"""What somebody near their door may mean: help, who is that, it is not them; pure."""

import re
from enum import StrEnum

from notifications.optouts import plain, without_tapback


class Cry(StrEnum):
    HELP = "help"
    WHO = "who"
    NOT_THEM = "not_them"


# All below reads plain(): small letters, no accents, no marks, one space between words.
_POLITE = r"(?:please|pls|hi|hello|hey|wait|um|sorry|por favor|hola|oiga|perdon|disculpe|y|and|but)"
_AROUND = re.compile(rf"^(?:{_POLITE} )+|(?: {_POLITE})+$")
_THEM = r"(?:him|her|them|he|she)"
_PERSON = r"(?:person|guy|man|woman|lady|technician|tech|face|picture|photo)"
_DOOR = (
    r"(?:(?:at|outside|by|in front of) (?:my|the|our) (?:front |back )?(?:door|house|home|porch))"
)

_HELP = re.compile(
    r"(?:(?:i|we) need )?help(?: me| us| now)*|info|sos|emergency|call (?:the )?(?:911|police|cops)"
    r"|(?:i am|im|we are|were) (?:so |very )?(?:scared|afraid|frightened)"
    r"|(?:necesito |necesitamos )?(?:ayuda|ayudame|ayudenme|ayudeme|auxilio|socorro)(?: ya)?"
    r"|emergencia|tengo miedo|llamen a la policia"
)
_DANGER = re.compile(
    r"\b(?:call(?:ing)? (?:911|the (?:police|cops))|llam\w+ a la policia|tengo miedo"
    r"|(?:i am|im|we are) (?:scared|afraid|frightened))\b"
)
_WHO = re.compile(
    rf"who(?: (?:is|s|are|r) (?:this|that|it|he|she|you|there|here)(?: (?:man|guy|person|woman))?"
    rf"|(?: is| s)? (?:(?:this|that|it|he|she) )?(?:{_DOOR}|coming|knocking)| is coming| comes)?"
    rf"(?: (?:now|today))?|whos (?:this|that|it|he|she|there|coming|{_DOOR})(?: now| today)?"
    rf"|(?:y )?quien(?: (?:es|esta|viene|llama|toca|va a venir|eres|son))?"
    rf"(?: (?:este|ese|el|ella|usted|ahi|hoy|esa|esta|esto|en la puerta|a la puerta))*"
)
_WHO_COMES = re.compile(
    r"who(?:s| is)? (?:coming|comes)(?: today)?|(?:y )?quien (?:viene|va a venir)(?: hoy)?"
)
_WHO_THERE = re.compile(
    rf"\bwho(?:s| is| are) (?:(?:this|that|he|she|there|it)\b(?! (?:for|going|who))|{_DOOR})"
    r"|\bquien es (?:este|ese|esa|esta|el hombre|la mujer|el senor)\b"
    r"|\bquien (?:esta|toca) (?:en|a) (?:la|mi) puerta\b"
)
_NOT_THEM = re.compile(
    rf"\b(?:(?:(?:that|this|it|he|she|thats)(?: (?:is|s|was))? (?:not|isnt|is not|aint)"
    rf"|(?:that|this|it|he|she) (?:isnt|is not|aint|doesnt look like|does not look like)) "
    rf"(?:{_THEM}\b(?! (?:fault|job|first|last|phone|number|car|van|house))"
    rf"|(?:the |your )(?:right |same )?{_PERSON})"
    rf"|(?:not|isnt) the (?:right |same )?(?:person|guy|man|woman|technician|tech|face)"
    rf"|(?:a |the )?(?:different|other|another|wrong|strange) (?:person|guy|man|woman|technician)"
    rf" (?:is )?(?:came|here|{_DOOR})"
    rf"|(?:somebody|someone) else (?:is )?(?:here|came|{_DOOR})"
    rf"|(?:a )?stranger (?:is )?(?:here|{_DOOR})"
    rf"|doesnt match the (?:photo|picture)|not in the (?:photo|picture)"
    rf"|no es (?:el|ella)(?= de la foto| del retrato|$)"
    rf"|no es (?:la (?:misma )?persona|el (?:mismo )?(?:tecnico|senor|hombre|de la foto)"
    rf"|la (?:misma )?(?:tecnica|senora|mujer|de la foto))"
    rf"|no se parece a(?: la|l de la)? foto|(?:es|hay|vino|llego) (?:otra persona"
    rf"|otro (?:hombre|tecnico|senor)|un (?:extrano|desconocido)|alguien mas))\b"
)
_NOT_THEM_ALONE = re.compile(
    r"not (?:him|her|them)|(?:thats|this is|that is) not (?:him|her|them)"
    r"|(?:wrong|different|another|other) (?:man|guy|woman|technician|tech|face)"
    r"|no es (?:el|ella)|otra persona|otro tecnico"
)


def cry(body: str) -> Cry | None:
    """What this answer cries for, and never more than it says."""
    own = plain(without_tapback(body))
    bare = _AROUND.sub("", own) if own else ""
    if not bare:
        return None
    if _NOT_THEM_ALONE.fullmatch(bare) or _NOT_THEM.search(own):
        return Cry.NOT_THEM
    if _HELP.fullmatch(bare) or _DANGER.search(own):
        return Cry.HELP
    return Cry.WHO if _WHO.fullmatch(bare) or _WHO_THERE.search(own) else None


def asks_who_comes(body: str) -> bool:
    """Whether all they ask is who will come, not who is there."""
    return bool(_WHO_COMES.fullmatch(_AROUND.sub("", plain(body))))


def provider_answers(body: str, opt_out: str) -> bool:
    """Whether the provider has sent its own answer to HELP: it does so to a bare English word."""
    return opt_out == "HELP" or body.strip().upper() in {"HELP", "INFO"}
