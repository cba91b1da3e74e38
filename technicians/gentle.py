"""Suggests, before own words are published, what may be better left out; it never changes them.

Pure functions over tables of words, one for each language we write. A hint is a question to the
writer and may be wrong; whoever knows better keeps the words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MANY_DIGITS = r"\+?\d(?:[ ().-]?\d){6,}"
LINK = r"https?://|\bwww\.|@\w{2,}|\b[\w-]{2,}\.(?:com|net|org|es|mx|io|info|me)\b"


@dataclass(frozen=True)
class Hint:
    """What was noticed, as a code, and the sentence for the writer."""

    code: str
    sentence: str | Promise


SENTENCES: dict[str, str | Promise] = {
    "surname": _("This holds your surname. Customers are told your first name only."),
    "contact": _("Numbers and links stay with customers for good. They reach the office anyway."),
    "school": _("A school or workplace of the family tells strangers where to find you."),
    "street": _("This may tell where you live. “in town” says enough."),
    "children": _("This tells strangers that there are children. Leave it out if in doubt."),
    "away": _("This may tell when your home is empty. What you do says more than when."),
    "heritage": _(
        "Where you come from can turn a customer for or against you. It is yours to tell."
    ),
    "faith": _("Faith can turn a customer for or against you. It is yours to tell."),
    "superlative": _("Customers trust a plain fact more than “the best”. What would show it?"),
}

# Words as one would find them anywhere in a line; word limits are added.
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "school": r"schools?|college|university|academy|kindergarten|day ?care|PTA",
        "street": r"(?:live|living|lives|home|house|flat) (?:is )?(?:in|on|at|near|by) \w+"
        r"|(?-i:[A-Z]\w+) (?:street|avenue|lane|road|drive|boulevard|crescent)",
        "children": r"kids?|child|children|sons?|daughters?|bab(?:y|ies)|toddlers?|twins"
        r"|grand(?:child|children|kids?|sons?|daughters?)"
        r"|(?:dad|mum|mom|father|mother|parent) (?:of|to)|(?:boys|girls) at home",
        "away": r"on (?:holiday|vacation)|holidays? in|vacations? in|abroad|out of town"
        r"|away (?:for|from|in|on|until|till|every|each|most|all)|nobody (?:is |'s )?(?:at )?home"
        r"|(?:home|house) is empty",
        "heritage": r"heritage|ancestry|ancestors|immigrants?|native of|ethnic\w*|nationality"
        r"|born (?:in|and raised)|(?:come|comes|came|originally|hail|hails) from|roots in"
        r"|proud to be \w+|of \w+ (?:descent|origin)",
        "faith": r"church|mosque|temple|synagogue|chapel|gospel|bible|quran|koran|torah|god|jesus"
        r"|christ|christians?|muslims?|jewish|catholics?|hindus?|buddhists?|sikhs?|atheists?"
        r"|pray(?:s|er|ers|ing)?|faith|religious|ramadan|allah",
        "superlative": r"(?<!my )(?<!our )(?<!their )(?<!his )(?<!her )(?<!at )best"
        r"(?! (?:friends?|wishes|before|of all))|greatest|finest|cheapest|fastest|unbeatable"
        r"|top[ -]rated|world[ -]class|second to none|number one|no\. ?1|#1|nobody does it better"
        r"|(?:100|hundred) ?(?:%|percent) (?:guaranteed|satisfaction)",
    },
    "es": {
        "school": r"escuelas?|colegio|instituto|universidad|guardería|facultad",
        "street": r"(?:vivo|vive|vivimos|mi casa|mi piso) (?:está )?(?:en|cerca|por|junto) \w+"
        r"|(?:calle|avenida|plaza|paseo|barrio|colonia) (?:de |del |la )?\w+",
        "children": r"hij[oa]s?|niet[oa]s?|beb[eé]s?|gemel[oa]s|mellizos|niñ[oa]s en casa"
        r"|(?:padre|madre|papá|mamá|abuel[oa]) de|mis (?:niños|niñas|peques)",
        "away": r"de vacaciones|vacaciones en|en el extranjero|fuera de (?:casa|la ciudad)"
        r"|fuera (?:en|todo|todos|cada|hasta|desde)|(?:casa|piso) (?:queda |está )?vací[oa]",
        "heritage": r"herencia|raíces|antepasados|inmigrantes?|etnia|nacionalidad|nacid[oa] en"
        r"|nací en|vengo de|viene de|soy de(?! (?:los|las|fiar|confianza))|oriund[oa]s?"
        r"|originari[oa]s?|orgullos[oa] de ser|de origen \w+",
        "faith": r"iglesia|misa|mezquita|templo|sinagoga|biblia|corán|dios|jesús|cristo"
        r"|cristian[oa]s?|musulm[aá]n(?:a|es)?|judí[oa]s?|católic[oa]s?|evangélic[oa]s?|budistas?|ate[oa]s?"
        r"|re(?:zo|za|zar|zamos)|oración|fe|religios[oa]s?|ramadán|cofradía",
        "superlative": r"(?<!lo )mejor(?:es)?(?= |\.|,|$)(?! (?:que puedo|amig))|inmejorable"
        r"|insuperable|el más (?:rápido|barato)|la más (?:rápida|barata)|número uno|n\.?º ?1|#1"
        r"|imbatible",
    },
}
ANYWHERE = {"contact": f"{MANY_DIGITS}|{LINK}"}


def hints(text: str, language: str, technician_name: str) -> list[Hint]:
    """What may be better left out of `text`, in the order of SENTENCES; [] for most texts."""
    found = set(_found(text, language, technician_name))
    return [Hint(code, sentence) for code, sentence in SENTENCES.items() if code in found]


def _found(text: str, language: str, technician_name: str) -> Iterator[str]:
    surnames = [re.escape(name) for name in technician_name.split()[1:] if len(name) > 1]
    if surnames and _says("|".join(surnames), text):
        yield "surname"
    if re.search(ANYWHERE["contact"], text, re.IGNORECASE):
        yield "contact"
    for code, words in WORDS.get(language[:2], WORDS["en"]).items():
        if _says(words, text):
            yield code


def _says(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE) is not None
