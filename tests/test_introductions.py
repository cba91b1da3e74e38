"""The final words of every kind of text, written out so that a reader can judge them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import compress, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.introductions import Facts, Words, compose, sentence
from notifications.segments import fold_accents, is_gsm7, parts
from notifications.wording import parse

LINK = "https://acme.example/v/k3x9q2m7w4"
KINDS = ("introduction", "confirmation", "new_face", "reschedule", "cancel")
IN_ALL_LANGUAGES = list(product(KINDS, ("en", "es")))
MAYA = Facts(
    company="Acme Heating",
    person_phone="555-010-0100",
    greeting="Dana",
    technician="Maya",
    previous="",
    job="boiler service",
    day="Tue 14 May",
    hours="9-11am",
    old_day="",
    old_hours="",
    tenure="6 years with us",
    skills=("heat pumps", "old boilers"),
    interest="plays football on Sundays",
    opener="",
    link="",
    photo=True,
    first_text=False,
)
LUIS = replace(
    MAYA,
    technician="Luis",
    job="revisión de la caldera",
    day="mar 14 mayo",
    hours="9-11h",
    tenure="6 años con nosotros",
    skills=("bombas de calor", "calderas viejas"),
    interest="juega al fútbol los domingos",
)
FACTS = {"en": MAYA, "es": LUIS}
OLD = {"en": ("Mon 13 May", "1-3pm"), "es": ("lun 13 mayo", "13-15h")}


def bare(facts: Facts) -> Facts:
    return replace(facts, greeting="", job="", tenure="", skills=(), interest="")


def moved(facts: Facts, language: str) -> Facts:
    day, hours = OLD[language]
    return replace(facts, old_day=day, old_hours=hours)


def sms(kind: str, facts: Facts, language: str = "en") -> Words:
    return compose(kind, language, replace(facts, photo=False), channel="sms")


def mms(kind: str, facts: Facts, language: str = "en") -> Words:
    return compose(kind, language, facts, channel="mms")


# Introductions


def test_an_introduction_with_a_photo() -> None:
    assert mms("introduction", MAYA) == Words(
        "Acme Heating: Hello Dana, Maya is coming on Tue 14 May, 9-11am, for your boiler service. "
        "Maya has 6 years with us. Good at: heat pumps, old boilers. "
        "Off duty: plays football on Sundays. "
        "Reply C if that suits you, R for another time. Questions? 555-010-0100.",
        interest_told=True,
        parts=1,
    )


def test_an_introduction_by_link_on_the_first_text() -> None:
    facts = replace(MAYA, link=LINK, first_text=True)
    assert sms("introduction", facts) == Words(
        "Acme Heating: Hello Dana, Maya is coming on Tue 14 May, 9-11am, for your boiler service. "
        "Maya has 6 years with us. Good at: heat pumps, old boilers. "
        "Off duty: plays football on Sundays. "
        "See Maya's photo: https://acme.example/v/k3x9q2m7w4 "
        "Reply C if that suits you, R for another time. Questions? 555-010-0100. "
        "Reply STOP to end texts, HELP for help. Msg & data rates may apply.",
        interest_told=True,
        parts=3,
    )


def test_an_introduction_of_somebody_who_keeps_to_the_job() -> None:
    facts = bare(MAYA)
    assert sms("introduction", facts) == Words(
        "Acme Heating: Maya is coming on Tue 14 May, 9-11am. "
        "Reply C if that suits you, R for another time. Questions? 555-010-0100.",
        interest_told=False,
        parts=1,
    )


def test_an_introduction_of_somebody_new_with_an_opener() -> None:
    facts = replace(MAYA, tenure="new on the team", opener="I tidy up as I go.", skills=())
    assert sms("introduction", facts) == Words(
        "Acme Heating: Hello Dana, Maya is coming on Tue 14 May, 9-11am, for your boiler service. "
        "Maya is new on the team. Off duty: plays football on Sundays. "
        'Maya says: "I tidy up as I go." '
        "Reply C if that suits you, R for another time. Questions? 555-010-0100.",
        interest_told=True,
        parts=2,
        opener_told=True,
    )


def test_an_introduction_in_spanish_with_a_photo() -> None:
    assert mms("introduction", LUIS, "es") == Words(
        "Acme Heating: Hola, Dana. Luis le visita el mar 14 mayo, 9-11h. "
        "Motivo: revisión de la caldera. Luis lleva 6 años con nosotros. "
        "Su fuerte: bombas de calor, calderas viejas. "
        "Fuera del trabajo: juega al fútbol los domingos. "
        "Responda C si le viene bien, R para otro momento. ¿Dudas? 555-010-0100.",
        interest_told=True,
        parts=1,
    )


def test_an_introduction_in_spanish_on_the_first_sms() -> None:
    facts = replace(LUIS, tenure="acaba de llegar al equipo", first_text=True)
    assert sms("introduction", facts, "es") == Words(
        "Acme Heating: Hola, Dana. Luis le visita el mar 14 mayo, 9-11h. "
        "Motivo: revision de la caldera. Luis acaba de llegar al equipo. "
        "Su fuerte: bombas de calor, calderas viejas. "
        "Fuera del trabajo: juega al futbol los domingos. "
        "Responda C si le viene bien, R para otro momento. ¿Dudas? 555-010-0100. "
        "STOP para darse de baja, HELP para ayuda. "
        "Puede haber cargos por SMS o datos.",
        interest_told=True,
        parts=3,
    )


# Nobody assigned yet


def test_a_confirmation_promises_a_face() -> None:
    assert sms("confirmation", replace(MAYA, technician="")) == Words(
        "Acme Heating: Hello Dana. Tue 14 May, 9-11am, is booked for your boiler service. "
        "We'll text you a photo of who is coming. "
        "Reply C if that suits you, R for another time. Questions? 555-010-0100.",
        interest_told=False,
        parts=2,
    )


def test_a_confirmation_owns_up_when_the_announced_person_cannot_come() -> None:
    assert sms(
        "confirmation", replace(MAYA, technician="", previous="Priya", greeting="")
    ) == Words(
        "Acme Heating: Tue 14 May, 9-11am, is still booked for your boiler service. "
        "Sorry, Priya can't come after all. We'll text you a photo of who is coming. "
        "Reply C if that suits you, R for another time. Questions? 555-010-0100.",
        interest_told=False,
        parts=2,
    )


def test_a_confirmation_greets_even_when_somebody_is_assigned_already() -> None:
    assert sms("confirmation", MAYA) == sms("confirmation", replace(MAYA, technician=""))


def test_a_confirmation_in_spanish() -> None:
    assert sms("confirmation", replace(LUIS, technician="", previous="Ana"), "es") == Words(
        "Acme Heating: Hola, Dana. El mar 14 mayo, 9-11h, queda reservado. "
        "Motivo: revision de la caldera. Ana no puede ir, lo sentimos. "
        "Le enviaremos una foto de quien vaya. "
        "Responda C si le viene bien, R para otro momento. ¿Dudas? 555-010-0100.",
        interest_told=False,
        parts=2,
    )


@pytest.mark.parametrize("kind", ["introduction", "new_face"])
def test_without_a_technician_there_is_only_a_confirmation(kind: str) -> None:
    nobody = replace(MAYA, technician="", previous="Priya")
    custom = parse("{company} {day} {hours} {person_phone} {technician}{?first_text}")
    expected = mms("confirmation", nobody)
    assert compose(kind, "en", nobody, channel="mms", template=custom) == expected


# Changes


def test_a_new_face_without_a_photo_says_so() -> None:
    facts = replace(MAYA, technician="Sam", previous="Maya", skills=("boilers",))
    assert sms("new_face", facts) == Words(
        "Acme Heating: Hello Dana. Change of plan, sorry. "
        "Sam is coming on Tue 14 May, 9-11am, not Maya. No photo this time. "
        "Sam has 6 years with us. Good at: boilers. "
        "Questions? 555-010-0100. No need to answer.",
        interest_told=False,
        parts=2,
    )


def test_a_new_face_with_a_photo_of_somebody_we_may_say_nothing_about() -> None:
    facts = replace(bare(MAYA), technician="Sam", previous="Maya")
    assert mms("new_face", facts) == Words(
        "Acme Heating: Change of plan, sorry. Sam is coming on Tue 14 May, 9-11am, not Maya. "
        "Questions? 555-010-0100. No need to answer.",
        interest_told=False,
        parts=1,
    )


def test_a_new_face_in_spanish() -> None:
    facts = replace(LUIS, previous="Ana", link=LINK)
    assert sms("new_face", facts, "es") == Words(
        "Acme Heating: Hola, Dana. Disculpe el cambio. "
        "Luis le visita el mar 14 mayo, 9-11h, en lugar de Ana. "
        "Luis lleva 6 años con nosotros. Su fuerte: bombas de calor, calderas viejas. "
        "Foto de Luis: https://acme.example/v/k3x9q2m7w4 "
        "¿Dudas? 555-010-0100. No hace falta responder.",
        interest_told=False,
        parts=2,
    )


def test_a_moved_visit_starts_with_the_new_time() -> None:
    assert mms("reschedule", moved(MAYA, "en")) == Words(
        "Acme Heating: Hello Dana. Your new time is Tue 14 May, 9-11am, with Maya. "
        "It was Mon 13 May, 1-3pm. "
        "Reply C if that suits you, R for another time. Questions? 555-010-0100.",
        interest_told=False,
        parts=1,
    )


def test_a_moved_visit_with_another_person() -> None:
    facts = replace(moved(MAYA, "en"), technician="Sam", previous="Maya", greeting="")
    assert sms("reschedule", facts) == Words(
        "Acme Heating: Your new time is Tue 14 May, 9-11am, with Sam, not Maya. "
        "It was Mon 13 May, 1-3pm. "
        "Reply C if that suits you, R for another time. Questions? 555-010-0100.",
        interest_told=False,
        parts=2,
    )


def test_a_moved_visit_without_anybody_yet() -> None:
    assert sms("reschedule", replace(MAYA, technician="")) == Words(
        "Acme Heating: Hello Dana. Your new time is Tue 14 May, 9-11am. "
        "We'll text you a photo of who is coming. "
        "Reply C if that suits you, R for another time. Questions? 555-010-0100.",
        interest_told=False,
        parts=2,
    )


def test_a_moved_visit_in_spanish() -> None:
    assert sms("reschedule", replace(moved(LUIS, "es"), previous="Ana"), "es") == Words(
        "Acme Heating: Hola, Dana. Su visita es ahora el mar 14 mayo, 9-11h, con Luis "
        "en lugar de Ana. "
        "Antes era el lun 13 mayo, 13-15h. "
        "Responda C si le viene bien, R para otro momento. ¿Dudas? 555-010-0100.",
        interest_told=False,
        parts=2,
    )


def test_a_canceled_visit_is_told_plainly_and_kindly() -> None:
    assert sms("cancel", MAYA) == Words(
        "Acme Heating: Hello Dana. Your visit on Tue 14 May, 9-11am, with Maya, is called off. "
        "We're sorry for the trouble. To find a new time, call 555-010-0100.",
        interest_told=False,
        parts=1,
    )


def test_a_canceled_visit_in_spanish() -> None:
    assert sms("cancel", replace(LUIS, technician="", greeting=""), "es") == Words(
        "Acme Heating: Queda anulada su visita: mar 14 mayo, 9-11h. "
        "Sentimos las molestias. Para otra visita, llame al 555-010-0100.",
        interest_told=False,
        parts=1,
    )


# Own words


@pytest.mark.parametrize(
    ("interest", "told"),
    [
        ("soccer", "Off duty: soccer."),
        ("plays football on Sundays", "Off duty: plays football on Sundays."),
        ("I grow far too many tomatoes.", "Off duty: I grow far too many tomatoes."),
        ("Ever tried bouldering?", "Off duty: Ever tried bouldering? Reply C"),
        ("two cats\n & a  dog", "Off duty: two cats & a dog."),
        ("chess {company} [R] <b>", "Off duty: chess {company} [R] <b>."),
        ("“old” films – all of them…", 'Off duty: "old" films - all of them... Reply C'),
    ],
)
def test_any_interest_reads_after_the_neutral_lead(interest: str, told: str) -> None:
    words = sms("introduction", replace(MAYA, interest=interest))
    assert told in words.body
    assert words.interest_told


@pytest.mark.parametrize(
    ("opener", "told"),
    [
        ("I tidy up as I go", 'Maya says: "I tidy up as I go."'),
        ("“I tidy up as I go.”", 'Maya says: "I tidy up as I go."'),
        ('I say "hello" first!', "Maya says: \"I say 'hello' first!\""),
    ],
)
def test_an_opener_is_quoted_with_the_name(opener: str, told: str) -> None:
    assert told in sms("introduction", replace(MAYA, opener=opener)).body


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "introduction"])
def test_bad_news_carries_no_personal_detail_whatever_the_wording_asks(kind: str) -> None:
    wording = parse(
        "{company} {day} {hours} {person_phone}{?first_text}.[ {interest}.][ {opener}.]"
    )
    words = compose(kind, "en", replace(MAYA, opener="I sing"), channel="mms", template=wording)
    assert words == Words("Acme Heating Tue 14 May 9-11am 555-010-0100.", False, 1)


def test_skills_are_listed_without_stray_stops_and_gaps() -> None:
    facts = replace(MAYA, skills=("heat pumps.", " ", "old boilers "))
    assert "Good at: heat pumps, old boilers. Off" in mms("introduction", facts).body


def test_a_photo_needs_no_link() -> None:
    assert LINK not in mms("introduction", replace(MAYA, link=LINK)).body


def test_nobody_is_said_to_replace_themself() -> None:
    assert "not Maya" not in mms("new_face", replace(MAYA, previous="Maya")).body


# Length


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_plain_text_keeps_what_the_picture_text_tells_first(language: str) -> None:
    link = "https://visits.warm-homes.example/v/abcdefghijklmnop"
    full = replace(FACTS[language], trade="15", opener="I tidy up as I go", link=link)
    body = sms("introduction", full, language).body
    kept = (full.tenure, full.skills[0], fold_accents(full.interest), link)
    assert all(words in body for words in kept), body
    assert "tidy" not in body
    assert parts(body) <= 2


def test_a_long_text_loses_what_matters_least_first() -> None:
    facts = replace(MAYA, opener="I tidy up as I go", skills=("a" * 20, "b" * 20), job="j" * 20)
    lengths = [20, 40, 60, 80, 100, 110, 130]
    bodies = [sms("introduction", replace(facts, link=LINK + "k" * size)).body for size in lengths]
    details = ("tidy", "b" * 20, "j" * 20, "Dana", "a" * 20, "football", "6 years", LINK)
    kept = [[detail in body for detail in details] for body in bodies]
    assert kept == [sorted(row) for row in kept], kept
    assert all(parts(body) <= 2 for body in bodies)


def test_a_detail_that_leaves_no_room_for_the_rest_gives_way_to_it() -> None:
    words = sms("introduction", replace(MAYA, link=LINK, interest="i" * 120))
    assert not words.interest_told
    assert "Hello Dana" in words.body
    assert "boiler service" in words.body
    assert "heat pumps, old boilers" in words.body


@pytest.mark.parametrize(
    ("name", "limit"), [("Maya", 2), ("José Ñandú", 3), ("Zoë", 3), ("Łukasz", 3), ("Олена", 3)]
)
def test_a_name_stays_as_it_is_whatever_it_costs(name: str, limit: int) -> None:
    facts = replace(MAYA, technician=name, greeting=name, company=name, skills=("façades",))
    words = sms("introduction", facts)
    assert words.body.startswith((f"{name}: {name} is", f"{name}: Hello {name}, {name} is"))
    assert words.parts <= limit


def test_own_words_are_folded_only_when_that_makes_the_text_cheap() -> None:
    own = replace(MAYA, interest="fútbol", skills=(), tenure="")
    assert "futbol" in sms("introduction", own).body
    assert "fútbol" in sms("introduction", replace(own, technician="Zoë")).body
    assert "fútbol" in mms("introduction", own).body


def test_a_dear_interest_that_does_not_fit_gives_the_cheap_alphabet_back() -> None:
    words = sms("introduction", replace(MAYA, interest="⚽ every Sunday", first_text=True))
    assert is_gsm7(words.body)
    assert not words.interest_told
    assert "Good at: heat pumps, old boilers." in words.body


WIDE = {"en": ("Wed 25 Sep", "10:30am-12:30pm"), "es": ("mié 25 agosto", "10:30-12:30h")}


def long(language: str) -> Facts:
    return replace(
        moved(FACTS[language], language),
        company="The Extraordinarily Warm Homes",
        technician="Maximiliana-Alexandrina-J",
        greeting="Professor Emerita Okafor-Castellanos",
        previous="Bartholomew-Christopher-J",
        job="yearly service of both boilers and the old heat pump",
        link=LINK,
        skills=("heat pumps", "old boilers", "underfloor heating"),
        opener="I explain what I do and leave the place as clean as I found it",
    )


def wide(language: str) -> Facts:
    day, hours = WIDE[language]
    return replace(long(language), day=day, hours=hours)


@pytest.mark.parametrize("channel", ["sms", "mms"])
@pytest.mark.parametrize(("kind", "language"), IN_ALL_LANGUAGES)
def test_who_and_when_show_on_a_lock_screen(kind: str, language: str, channel: str) -> None:
    facts = replace(wide(language), photo=channel == "mms")
    body = compose(kind, language, facts, channel=channel).body
    shown = (facts.company, facts.day, facts.hours)
    who = () if kind == "confirmation" else (facts.technician,)
    assert all(words in body[:90] for words in shown + who)


def test_an_opening_without_room_still_reads() -> None:
    facts = wide("en")
    starts = [mms(kind, facts).body.split(". ")[0] for kind in KINDS]
    who = facts.technician
    when = "Wed 25 Sep, 10:30am-12:30pm"
    assert [start.removeprefix(f"{facts.company}: ") for start in starts] == [
        f"{who} on {when}, for your {facts.job}",
        f"{when}, is still booked for your {facts.job}",
        f"{who} on {when}, not {facts.previous}",
        f"{when}, {who}, not {facts.previous}",
        f"{when}, {who}, is called off",
    ]


@pytest.mark.parametrize("first_text", [False, True])
@pytest.mark.parametrize(("kind", "language"), IN_ALL_LANGUAGES)
def test_the_longest_of_everything_stays_within_budget(
    kind: str, language: str, first_text: bool
) -> None:
    facts = replace(wide(language), first_text=first_text)
    words = sms(kind, facts, language)
    assert is_gsm7(words.body)
    assert words.parts <= 2 + first_text
    assert facts.person_phone in words.body
    assert ("STOP" in words.body) == first_text


@pytest.mark.parametrize("first_text", [False, True])
@pytest.mark.parametrize(("kind", "language"), IN_ALL_LANGUAGES)
def test_a_dear_name_has_a_budget_of_its_own(kind: str, language: str, first_text: bool) -> None:
    named = replace(long(language), company="Łódź Heat", technician="Małgorzata", previous="Zoë")
    facts = replace(named, first_text=first_text)
    words = sms(kind, facts, language)
    assert words.body.startswith("Łódź Heat: ")
    assert words.parts <= 3 + first_text
    assert facts.person_phone in words.body
    assert ("STOP" in words.body) == first_text


def test_what_must_be_said_is_said_even_beyond_the_budget() -> None:
    facts = replace(long("en"), company="Ł" * 120, first_text=True)
    words = sms("introduction", facts)
    assert words.parts == 5
    assert not words.interest_told
    for required in (facts.technician, "Tue 14 May, 9-11am", "Reply C", "555-010-0100", "STOP"):
        assert required in words.body


def test_an_mms_gives_up_details_only_beyond_its_1600_characters() -> None:
    opener = "I like a tidy room. " * 70
    kept = mms("introduction", replace(MAYA, opener=opener[:1300]))
    dropped = mms("introduction", replace(MAYA, opener=opener))
    assert "tidy" in kept.body
    assert "tidy" not in dropped.body
    assert dropped.interest_told


@pytest.mark.parametrize(("past", "told"), [("AC repair", True), ("boiler service", False)])
def test_who_is_back_for_the_same_work_says_it_once(past: str, told: bool) -> None:
    body = mms("introduction", replace(MAYA, past=past, returns=True)).body
    assert "Maya is back on Tue 14 May, 9-11am, for your boiler service." in body
    assert ("was here before" in body) is told


# Gaps

GAPS = {
    "introduction": "greeting job tenure skills interest opener link first_text",
    "confirmation": "greeting previous job first_text",
    "new_face": "greeting previous tenure skills link photo first_text",
    "reschedule": "greeting technician previous old_day old_hours link photo first_text",
    "cancel": "greeting technician first_text",
}
UNFINISHED = re.compile(r"  | [.,;:!?]|[][{}]|\.\.|,\.|:\.|: [A-Z][\w' ]+:|^\W|,,|\"\"")


def every_gap(facts: Facts, names: str) -> Iterator[Facts]:
    nothing = {"skills": (), "photo": False, "first_text": False}
    empty = [{name: nothing.get(name, "")} for name in [*names.split(), "person_phone"]]
    for chosen in product((False, True), repeat=len(empty)):
        values: dict[str, Any] = vars(facts).copy()
        for gap in compress(empty, chosen):
            values |= gap
        yield Facts(**values)


@pytest.mark.parametrize("channel", ["sms", "mms"])
@pytest.mark.parametrize(("kind", "language"), IN_ALL_LANGUAGES)
def test_every_gap_of_a_profile_leaves_a_whole_text(kind: str, language: str, channel: str) -> None:
    told = replace(moved(FACTS[language], language), previous="Ana", link=LINK, opener="Hola")
    full = replace(told, first_text=True, photo=kind != "introduction")
    for facts in every_gap(full, GAPS[kind]):
        words = compose(kind, language, facts, channel=channel)
        assert not UNFINISHED.search(words.body.removeprefix("Acme Heating: ")), words.body
        assert words.body.endswith("."), words.body
        assert words.parts <= 2 + facts.first_text


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(KINDS), st.booleans())
def test_odd_names_and_words_never_break_a_text(
    name: str, own: str, kind: str, by_sms: bool
) -> None:
    facts = replace(MAYA, technician=name, greeting=own, interest=own, skills=(own, name))
    words = compose(kind, "en", facts, channel="sms" if by_sms else "mms")
    assert words.body.startswith("Acme Heating: ")
    assert "555-010-0100" in words.body
    assert "\n" not in words.body


# A company's own wording


def test_a_company_may_say_it_its_own_way() -> None:
    own = parse("{company}: {technician}, {day} {hours}. {person_phone}[{?first_text} STOP ends.]")
    words = compose("introduction", "en", MAYA, channel="mms", template=own)
    assert words == Words("Acme Heating: Maya, Tue 14 May 9-11am. 555-010-0100", False, 1)


def test_a_wording_without_a_way_to_a_person_gives_way_to_ours() -> None:
    own = parse("{company}: {technician}, {day} {hours}.[{?first_text} STOP ends.]")
    words = compose("introduction", "en", MAYA, channel="mms", template=own)
    assert words == mms("introduction", MAYA)


# Years in the trade


def test_years_in_the_trade_follow_those_with_us() -> None:
    facts = replace(bare(MAYA), tenure="6 years with us", trade="15 in the trade")
    assert "Maya has 6 years with us, 15 in the trade." in sms("introduction", facts).body


def test_years_in_the_trade_stand_alone() -> None:
    facts = replace(bare(MAYA), trade="15 years in the trade")
    assert "Maya has 15 years in the trade." in sms("introduction", facts).body


def test_somebody_new_may_know_the_trade() -> None:
    facts = replace(bare(LUIS), tenure="acaba de llegar al equipo", trade="9 años en el oficio")
    body = sms("introduction", facts, "es").body
    assert "Luis acaba de llegar al equipo, 9 años en el oficio." in body


def test_years_in_the_trade_go_before_the_skills() -> None:
    job = "yearly boiler service and a look at the radiators"
    skills = ("heat pumps of every make and age", "old boilers others gave up on")
    facts = replace(MAYA, job=job, skills=skills, interest="", trade="15 in the trade")
    body = sms("introduction", facts).body
    assert "6 years with us. Good at: heat pumps of every make and age, old boilers" in body


@pytest.mark.parametrize(
    ("name", "facts", "said"),
    [
        ("interest", replace(MAYA, interest="bakes bread"), "Off duty: bakes bread."),
        ("opener", replace(MAYA, opener="I tidy up."), 'Maya says: "I tidy up."'),
    ],
)
def test_one_sentence_can_be_read_alone(name: str, facts: Facts, said: str) -> None:
    assert sentence(name, "en", facts) == said


def test_a_wording_without_a_name_has_no_sentence_for_it() -> None:
    assert sentence("interest", "en", MAYA, template=parse("{company}: {day}.")) == ""
