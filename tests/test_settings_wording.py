"""A company's own wordings: checked, kept, compared, restored, and what phones then show."""

import pytest
from django.test import Client

from fieldservice.company.errors import InvalidError, StaleError
from fieldservice.company.models import BusinessUnit, Change, Robot, User
from notifications.crew import crew_wording
from notifications.models import Sender, WordingVersion
from notifications.states import CrewKind, Kind
from notifications.wording import LANGUAGES, required, source
from notifications.wording.comparing import Stretch, compare
from notifications.wording_lint import is_refused, lint
from notifications.wording_services import reset_wording, restore_wording, save_wording
from tests.factories import make_customer, make_technician
from tests.spine import Day

KINDS = [*Kind.values, *CrewKind.values]
OURS = source("introduction", "en")
HOWDY = OURS.replace("Hello {greeting}", "Howdy {greeting}")


@pytest.fixture
def rosa(client: Client, db: None) -> Client:
    """Rosa, a manager, signed in."""
    client.force_login(User.objects.create(username="rosa", role=User.Role.MANAGER))
    return client


def keep(text: str, kind: str = "introduction", unit: BusinessUnit | None = None) -> bool:
    return save_wording(by=Robot.SYSTEM, kind=kind, language="en", unit=unit, text=text)


def errors(text: str, kind: str = "introduction", language: str = "en") -> list[str]:
    return [one.words for one in lint(kind, language, text) if one.is_error]


def hints(text: str) -> list[str]:
    return [one.words for one in lint("introduction", "en", text) if not one.is_error]


def told(day: Day) -> str:
    """The one text that leaves."""
    [text] = day.deliver()
    return text.body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_our_own_wordings_have_nothing_wrong_with_them(kind: str, language: str) -> None:
    assert lint(kind, language, source(kind, language)) == []


@pytest.mark.parametrize("name", sorted(required("introduction", "en")))
def test_what_law_and_courtesy_ask_for_is_missed(name: str) -> None:
    assert is_refused(lint("introduction", "en", OURS.replace("{", "{?").replace(f"{{?{name}", "")))


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("{nonsense}", "no placeholder {nonsense}"),
        ("{customer}", "{customer} says nothing in this kind of text."),
        ("[and then", "never closed"),
        ("and then]", "never opened"),
        ("[always]", "needs a {placeholder}"),
        ("Reply STOP to reschedule.", "takes STOP for itself"),
        ("Reply cancel for another day.", "takes CANCEL for itself"),
        ("C=confirm, QUIT=other.", "takes QUIT for itself"),
        ('Text "end" to change.', "takes END for itself"),
        ("Answer with YES.", "takes YES for itself"),
        ("Responda CANCELAR.", "takes CANCELAR for itself"),
        ("[{?first_text}STOP to reschedule.]", "takes STOP for itself"),
        ("See https://bit.ly/x.", "Carriers block links of bit.ly"),
    ],
)
def test_what_can_t_be_sent_is_refused(added: str, said: str) -> None:
    [wrong] = errors(f"{OURS}\n{added}")
    assert said in wrong


@pytest.mark.parametrize(
    "added",
    [
        "We text you at the end.",
        "Call us to cancel.",
        "We stop by the gate.",
        "Yes, photos too.",
        "[{?first_text}Reply STOP or QUIT to end texts.]",
    ],
)
def test_the_same_words_in_a_sentence_are_no_answers(added: str) -> None:
    assert errors(f"{OURS}\n{added}") == []


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("More at www.example.org.", "www.example.org"),
        ("Reply X for the moon.", "who answers X"),
        ("See you ☺", "dearer: ☺"),
    ],
)
def test_what_could_be_better_is_said_and_may_be_saved(added: str, said: str) -> None:
    [hint] = hints(f"{OURS}\n{added}")
    assert said in hint
    assert errors(f"{OURS}\n{added}") == []


def test_a_first_text_without_a_way_out_is_refused() -> None:
    assert "how to end texts" in errors(OURS.replace("Reply STOP", "Reply"))[0]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind.values)
def test_words_that_are_saved_are_words_that_are_used(kind: str) -> None:
    keep(source(kind, "en") + "\nMind the dog.", kind)
    page = Client()
    page.force_login(User.objects.create(username="rosa", role=User.Role.MANAGER))
    answer = page.get(f"/settings/wording/{kind}/en").content.decode()
    assert answer.count("Mind the dog.") > answer.count("Mind the dog.</textarea>") > 0


@pytest.mark.django_db
def test_a_saved_wording_is_what_the_phone_shows_and_then_ours_again() -> None:
    day, maya = Day(), make_technician()
    keep(HOWDY)
    day.book(maya)
    assert told(day).startswith("Your service team: Howdy Dana, Maya is coming")
    reset_wording(by=Robot.SYSTEM, kind="introduction", language="en", unit=None)
    day.book(maya, make_customer("Ida Berg", phone="+12025550124"), hours=30)
    assert "Hello Ida" in told(day)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["reschedule", "cancel", "new_face"])
def test_own_words_of_a_change_reach_the_phone(kind: str) -> None:
    day = Day()
    visit = day.book(make_technician())
    day.deliver()
    keep(source(kind, "en") + "\nMind the dog.", kind)
    day.later(minutes=5)
    {
        "reschedule": lambda: day.move(visit, hours=3),
        "cancel": lambda: day.cancel(visit),
        "new_face": lambda: day.reassign(visit, make_technician("Omar Haddad")),
    }[kind]()
    assert "Mind the dog." in told(day.later(minutes=2))


@pytest.mark.django_db
def test_a_unit_s_own_words_are_its_own_alone() -> None:
    air = BusinessUnit.objects.create(name="Air", text_name="Acme Air")
    keep(HOWDY)
    keep(HOWDY.replace("Howdy", "Ahoy"), unit=air)
    day = Day()
    visit = day.book(make_technician())
    visit.business_unit = air
    visit.save(update_fields=["business_unit"])
    assert "Acme Air: Ahoy Dana" in told(day)
    reset_wording(by=Robot.SYSTEM, kind="introduction", language="en", unit=air)
    day.book(make_technician(), make_customer("Ida Berg", phone="+12025550124"), hours=30)
    assert "Howdy Ida" in told(day)


@pytest.mark.django_db
def test_technicians_read_own_words_too_unless_these_lack_the_link() -> None:
    sender, ours = Sender.objects.get(), source("invitation", "en")
    keep(ours.replace("Hello", "Howdy"), "invitation")
    assert crew_wording("invitation", "en", sender).pieces != ()
    assert "Howdy" in str(crew_wording("invitation", "en", sender))
    WordingVersion.objects.create(kind="invitation", language="en", text="{company}, no link")
    assert "no link" not in str(crew_wording("invitation", "en", sender))


@pytest.mark.django_db
def test_a_wording_only_technicians_could_fill_does_not_stop_a_text() -> None:
    WordingVersion.objects.create(kind="introduction", language="en", text=OURS + " {where}")
    day = Day()
    day.book(make_technician())
    assert "Hello Dana" in told(day)


@pytest.mark.django_db
def test_what_is_wrong_is_not_kept() -> None:
    with pytest.raises(InvalidError, match="takes CANCEL for itself"):
        keep(OURS + "Reply CANCEL to cancel.")
    with pytest.raises(InvalidError, match="longer than"):
        keep(OURS + "x" * 1500)
    assert not WordingVersion.objects.exists()


@pytest.mark.django_db
def test_saving_the_same_twice_makes_one_version() -> None:
    assert keep(HOWDY)
    assert not keep(HOWDY.replace("\n", "\r\n"))
    assert WordingVersion.objects.count() == 1


@pytest.mark.django_db
def test_ours_saved_unchanged_is_no_wording_of_their_own() -> None:
    assert not keep(OURS)
    assert not WordingVersion.objects.exists()


@pytest.mark.django_db
def test_of_two_who_save_at_once_the_second_is_told() -> None:
    about = {"kind": "introduction", "language": "en"}
    keep(HOWDY)
    with pytest.raises(StaleError):
        save_wording(by=Robot.SYSTEM, unit=None, text=OURS + " Bye.", seen=0, **about)


@pytest.mark.django_db
def test_an_earlier_version_comes_back_as_the_newest() -> None:
    keep(HOWDY)
    first = WordingVersion.objects.get()
    keep(HOWDY.replace("Howdy", "Ahoy"))
    assert restore_wording(by=Robot.SYSTEM, version=first)
    assert "Howdy" in WordingVersion.objects.all()[0].text
    assert WordingVersion.objects.count() == 3
    assert Change.objects.all()[0].what == "wording restored"


def test_a_comparison_says_what_has_gone_and_what_is_new() -> None:
    assert compare("Hello {greeting}.", "Howdy {greeting}.") == [
        Stretch("gone", "Hello"),
        Stretch("new", "Howdy"),
        Stretch("same", " {greeting}."),
    ]


def test_the_editor_keeps_what_was_typed_and_says_what_is_wrong(rosa: Client) -> None:
    page = rosa.post("/settings/wording/introduction/en", {"text": "Just words", "seen": "0"})
    assert "Just words</textarea>" in page.content.decode()
    assert 'role="alert"' in page.content.decode()
    assert not WordingVersion.objects.exists()


def test_versions_say_who_and_when_and_compare(rosa: Client) -> None:
    rosa.post("/settings/wording/introduction/en", {"text": HOWDY, "seen": "0"})
    rosa.post("/settings/wording/introduction/en/reset")
    page = rosa.get("/settings/wording/introduction/en").content.decode()
    assert page.count(", rosa") == 2
    first = WordingVersion.objects.last()
    assert first is not None
    compared = rosa.get(f"/settings/wording/versions/{first.pk}").content.decode()
    assert "<del>Hello</del><ins>Howdy</ins>" in compared
    rosa.post(f"/settings/wording/versions/{first.pk}")
    assert "Howdy" in rosa.get("/settings/wording/introduction/en").content.decode()


def test_the_preview_says_the_parts_as_it_is_typed(rosa: Client) -> None:
    page = rosa.post("/settings/wording/introduction/en/preview", {"text": HOWDY})
    assert "Howdy Dana" in page.content.decode()
    assert "Text of 3 parts" in page.content.decode()
    broken = rosa.post("/settings/wording/introduction/en/preview", {"text": "[{?x}"})
    assert "Must be put right" in broken.content.decode()


@pytest.mark.parametrize("path", ["introduction/tlh", "nonsense/en"])
def test_there_is_no_page_for_what_is_never_said(rosa: Client, path: str) -> None:
    assert rosa.get(f"/settings/wording/{path}").status_code == 404
