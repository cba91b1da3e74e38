"""Ready answers: how they read for a visit, who may change them, and where they stand."""

import pytest
from django.test import Client
from django.utils import timezone

from appointments.models import Appointment
from fieldservice.company.models import BusinessUnit, User
from fieldservice.company.services import newest_change
from notifications.canned import answers_for
from notifications.inbox_people import phones
from notifications.models import CannedAnswer, Reply
from tests.factories import make_customer, make_dispatcher, make_technician
from tests.spine import Day, default_sender

pytestmark = pytest.mark.django_db
DANA = "+12025550123"
FORM = {"language": "en", "title": "All set", "text": "Yes[ {greeting}], you are set."}


def ready(text: str, language: str = "en") -> CannedAnswer:
    unit = BusinessUnit.objects.get()
    return CannedAnswer.objects.create(
        business_unit=unit, language=language, title=f"In {language}", text=text
    )


def book(**customer: str) -> Appointment:
    return Day().book(make_technician("Maya Lopez"), make_customer(**customer))


def said() -> list[str]:
    reply = Reply.objects.create(
        provider_sid="SM1", number=DANA, sender=default_sender(), received_at=timezone.now()
    )
    return [each.words for each in answers_for(phones([reply])[reply.pk])]


def test_a_ready_answer_reads_as_it_is_meant_for_this_visit() -> None:
    book()
    ready("{greeting}, {technician} comes {window}.")
    assert said() == ["Dana, Maya comes Wed 3 Jun, 10am-noon."]


def test_what_is_not_known_is_left_out() -> None:
    book(greeting="")
    ready("Yes[ {greeting}], you are set.")
    assert said() == ["Yes, you are set."]


def test_only_answers_in_the_customers_language_are_offered() -> None:
    book(language="es")
    ready("Yes.")
    ready("Sí.", "es")
    assert said() == ["Sí."]


def test_a_number_nobody_knows_has_none() -> None:
    ready("Yes.")
    assert said() == []


@pytest.fixture
def rosa(client: Client) -> Client:
    """A manager's browser."""
    client.force_login(User.objects.create(username="rosa", role=User.Role.MANAGER))
    return client


def post(rosa: Client, path: str = "/settings/answers", **changes: str) -> str:
    form = {**FORM, "business_unit": str(BusinessUnit.objects.get().pk), **changes}
    return rosa.post(path, form, follow=True).content.decode()


def test_a_manager_adds_changes_and_deletes_one(rosa: Client) -> None:
    assert "All set" in post(rosa)
    path = f"/settings/answers/{CannedAnswer.objects.get().pk}"
    assert "Of course." in post(rosa, path, text="Of course.")
    assert "No ready answers yet" in post(rosa, f"{path}/delete")
    history = rosa.get("/settings/history?about=canned").content.decode()
    for said in ("Added the ready answer All set", "Of course.", "Deleted the ready answer"):
        assert said in history


def test_an_answer_that_somebody_else_changed_meanwhile_is_not_overwritten(rosa: Client) -> None:
    post(rosa)
    one = CannedAnswer.objects.get()
    seen = str(newest_change(one))
    post(rosa, f"/settings/answers/{one.pk}", text="Of course.", seen=seen)
    told = post(rosa, f"/settings/answers/{one.pk}", text="By no means.", seen=seen)
    assert "Somebody changed this while you did" in told
    assert CannedAnswer.objects.get().text == "Of course."


@pytest.mark.parametrize(
    ("text", "complaint"), [("{surname}", "no placeholder"), ("[{greeting}", "never closed")]
)
def test_an_answer_that_could_not_be_read_is_refused(
    rosa: Client, text: str, complaint: str
) -> None:
    assert complaint in post(rosa, text=text)
    assert not CannedAnswer.objects.exists()


def test_the_same_title_twice_is_refused_where_it_stands(rosa: Client) -> None:
    post(rosa)
    assert "with this name already" in post(rosa)


def test_a_dispatcher_reads_them_only(client: Client) -> None:
    ready("Yes.")
    client.force_login(make_dispatcher("jo"))
    shown = client.get("/settings/answers").content.decode()
    assert "In en" in shown
    assert "Write one" not in shown
