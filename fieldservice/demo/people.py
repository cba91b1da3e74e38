"""The eight technicians of Acme Heating, in their own words; data only."""

from collections.abc import Iterator
from dataclasses import dataclass

from fieldservice.company.models import Language
from technicians.models import Consent, Line

EN, ES = Language.ENGLISH, Language.SPANISH
INTEREST, OPENER, BIO = Line.Kind.INTEREST, Line.Kind.OPENER, Line.Kind.BIO
YEAR = 365.25


@dataclass(frozen=True)
class Said:
    """One own line: what kind it is, its language and its words."""

    kind: Line.Kind
    language: Language
    text: str


@dataclass(frozen=True)
class Earned:
    """A certificate and its year."""

    name: str
    year: int


@dataclass(frozen=True, kw_only=True)
class Person:
    """One technician; `days` with the company, `before` that so many years in the trade."""

    name: str
    days: int
    phone: str
    skills: tuple[str, ...]
    languages: tuple[Language, ...] = (EN,)
    words: tuple[Said, ...] = ()
    say_it_like: str = ""
    pronouns: str = ""
    before: int | None = None
    papers: tuple[Earned, ...] = ()
    withheld: tuple[Consent.Field, ...] = ()

    @property
    def shows_photo(self) -> bool:
        return Consent.Field.PHOTO not in self.withheld

    def consents(self) -> Iterator[Consent.Field]:
        """What customers may be told, the photo apart: taking one is its own consent."""
        kinds = dict.fromkeys(said.kind.value for said in self.words)
        also = {
            Consent.Field.SAY_LIKE: self.say_it_like,
            Consent.Field.PRONOUNS: self.pronouns,
            Consent.Field.TRADE: self.before,
            Consent.Field.CERTIFIED: self.papers,
            Consent.Field.LANGUAGES: self.languages,
        }
        said = [field for field, there in also.items() if there]
        for field in (
            Consent.Field.TENURE,
            Consent.Field.SKILLS,
            *map(Consent.Field, kinds),
            *said,
        ):
            if field not in self.withheld:
                yield field


PEOPLE = (
    Person(
        name="Maya",
        days=round(11.2 * YEAR),
        phone="+12025550181",
        skills=("Boilers", "Controls", "Heat pumps"),
        languages=(EN, ES),
        say_it_like="MY-ah",
        papers=(Earned("EPA Section 608", 2016), Earned("Heat pump installer", 2021)),
        words=(
            Said(INTEREST, EN, "bakes sourdough and gives most of it away"),
            Said(INTEREST, EN, "is learning the accordion, windows shut"),
            Said(INTEREST, ES, "hornea pan de masa madre y regala casi todo"),
            Said(
                BIO,
                EN,
                "I started by carrying the tool bag and stayed because I like the sound of a "
                "boiler that runs as it should. I take my boots off, I tell you what I find in "
                "plain words, and I only replace what is really worn out. If something can wait "
                "another winter, I'll say so, and I show you what I did before I go.",
            ),
            Said(
                BIO,
                ES,
                "Empecé llevando la bolsa de herramientas y me quedé porque me gusta oír una "
                "caldera que funciona bien. Me quito las botas, explico lo que encuentro con "
                "palabras sencillas y solo cambio lo que está gastado de verdad.",
            ),
        ),
    ),
    Person(
        name="Ruth",
        days=round(21.6 * YEAR),
        phone="+12025550182",
        skills=("Boilers", "Leaks", "Water heaters"),
        words=(
            Said(INTEREST, EN, "mends old clocks, and most of them end up on time"),
            Said(OPENER, EN, "I have met stranger boilers than yours, I promise"),
            Said(
                BIO,
                EN,
                "After more than twenty years I still like the moment a cold radiator starts to "
                "tick. I work slowly at first and fast once I know what is wrong. If you are "
                "curious, pull up a chair; I like company.",
            ),
        ),
        withheld=(Consent.Field.PHOTO,),
    ),
    Person(
        name="Luis",
        days=round(8.4 * YEAR),
        phone="+12025550183",
        skills=("Air conditioning", "Leaks", "Water heaters"),
        languages=(ES, EN),
        words=(
            Said(INTEREST, ES, "arregla bicicletas viejas y luego las sube al monte"),
            Said(INTEREST, EN, "fixes up old bicycles and rides them uphill"),
            Said(
                BIO,
                ES,
                "Llevo toda la vida entre tubos: mi padre era fontanero y yo le sujetaba la "
                "linterna. Me gusta buscar la causa antes de tocar nada. Trabajo con fundas en los "
                "zapatos y limpio antes de irme.",
            ),
            Said(
                BIO,
                EN,
                "I grew up holding the flashlight for my father, who was a plumber. I like to find "
                "the cause before I touch anything. I wear shoe covers and I clean up before I "
                "leave.",
            ),
        ),
    ),
    Person(
        name="Amina",
        days=round(3.3 * YEAR),
        phone="+12025550184",
        skills=("Air conditioning", "Controls", "Ducts"),
        words=(
            Said(INTEREST, EN, "paints small watercolors of ordinary teapots"),
            Said(INTEREST, EN, "keeps one very dramatic houseplant alive"),
            Said(OPENER, EN, "Tell me what the noise sounds like, it really helps"),
            Said(
                BIO,
                EN,
                "I came to air conditioning from electronics, so I enjoy a fault that hides. I "
                "measure first and guess last. I'll leave you the readings on paper, with the "
                "important one circled.",
            ),
        ),
    ),
    Person(
        name="Arjan",
        days=round(6.1 * YEAR),
        phone="+12025550185",
        skills=("Air conditioning", "Controls", "Heat pumps"),
        say_it_like="AR-jun",
        pronouns="he/him",
        words=(
            Said(INTEREST, EN, "makes chai with far too much cardamom"),
            Said(INTEREST, EN, "plays the tabla, mostly on kitchen tables"),
            Said(OPENER, EN, "Heat pumps are simple once somebody draws them, so I draw them"),
            Said(
                BIO,
                EN,
                "I carry a notepad, because a small drawing explains a heat pump better than I "
                "can. My favorite visits end with someone setting their own thermostat and "
                "grinning. No question is too small.",
            ),
        ),
    ),
    Person(
        name="Grace",
        days=round(14.7 * YEAR),
        phone="+12025550186",
        skills=("Boilers", "Heat pumps", "Leaks"),
    ),
    Person(
        name="Ben",
        days=round(2.5 * YEAR),
        phone="+12025550187",
        skills=("Ducts", "Water heaters"),
        before=9,
        words=(
            Said(INTEREST, EN, "carves wooden spoons, some of them usable"),
            Said(OPENER, EN, "I'm the tall one, and I fit into crawl spaces all the same"),
            Said(
                BIO,
                EN,
                "I fixed ship engines before I fixed furnaces, so I don't mind a tight corner. I "
                "bring my own dust sheets and a good flashlight, and I show you a picture of what "
                "I found behind the panel.",
            ),
        ),
        withheld=(Consent.Field.INTEREST,),
    ),
    Person(
        name="June",
        days=9,
        phone="+12025550188",
        skills=("Controls", "Air conditioning"),
        words=(
            Said(INTEREST, EN, "folds paper cranes out of old wiring diagrams"),
            Said(OPENER, EN, "I'm new here, so I check everything twice"),
            Said(
                BIO,
                EN,
                "I retrained for this after years of repairing sewing machines: small parts, calm "
                "hands. I'm new on the team and somebody with long experience is always one call "
                "away from me.",
            ),
        ),
    ),
)
