"""Job types and skills as a manager keeps them, and what customers and dispatchers see of it."""

import pytest
from django.forms import ModelChoiceField
from django.test import Client

from appointments.models import JobType
from appointments.visit_forms import BookingForm
from fieldservice.company.models import Change, User
from technicians.models import Skill
from tests.factories import make_appointment, make_job_type, make_technician
from tests.spine import Day

pytestmark = pytest.mark.django_db

BOILER = {"name": "Boiler service", "minutes": "90", "en": "boiler service", "tone": "normal"}
HEAT = {"name": "Heat pumps", "en": "heat pumps", "es": "bombas de calor"}


@pytest.fixture
def rosa(client: Client) -> Client:
    """Rosa, a manager, signed in."""
    client.force_login(User.objects.create(username="rosa", role=User.Role.MANAGER))
    return client


def offered() -> list[str]:
    field = BookingForm.base_fields["job_type"]
    assert isinstance(field, ModelChoiceField)
    assert field.queryset is not None
    return [one.name for one in field.queryset.all()]


def test_a_new_job_type_can_be_booked_with_its_skills_and_words(rosa: Client) -> None:
    skill = Skill.objects.create(name="Boilers")
    rosa.post("/settings/job-types/add", BOILER | {"skills": [skill.pk]})
    made = JobType.objects.get()
    assert (made.minutes, made.skills.get(), made.words.get().text) == (90, skill, "boiler service")
    assert offered() == ["Boiler service"]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "BOILER SERVICE"}, {"minutes": "0"}, {"minutes": "9999"}]
)
def test_what_can_t_be_a_job_type_is_refused(rosa: Client, wrong: dict[str, str]) -> None:
    make_job_type("Boiler service")
    page = rosa.post("/settings/job-types/add", BOILER | {"name": "Leak"} | wrong)
    assert "_error" in page.content.decode()
    assert JobType.objects.count() == 1


def test_a_change_is_told_with_words_and_skills(rosa: Client) -> None:
    job = make_job_type("Boiler service")
    rosa.post(f"/settings/job-types/{job.pk}", BOILER)
    values = Change.objects.get(what="job type changed").details["values"]
    assert values == {"minutes": [60, 90], "en": ["", "boiler service"]}


def test_a_used_job_type_is_archived_and_its_visits_keep_it(rosa: Client) -> None:
    visit = make_appointment()
    rosa.post(f"/settings/job-types/{visit.job_type_id}/switch")
    assert offered() == []
    visit.refresh_from_db()
    assert visit.job_type.archived_at is not None
    rosa.post(f"/settings/job-types/{visit.job_type_id}/switch")
    assert offered() == ["Boiler service"]


def test_an_unused_job_type_is_deleted(rosa: Client) -> None:
    rosa.post(f"/settings/job-types/{make_job_type().pk}/switch")
    assert not JobType.objects.exists()
    assert "Deleted the job type Boiler service" in rosa.get("/settings/history").content.decode()


def test_words_of_a_skill_reach_the_phone(rosa: Client) -> None:
    day, maya = Day(), make_technician(skills=["Heat pumps"])
    skill = Skill.objects.get()
    rosa.post(f"/settings/skills/{skill.pk}", HEAT | {"en": "heat pumps of any age"})
    day.book(maya)
    assert "Good at: heat pumps of any age." in day.deliver()[0].body


def test_a_skill_is_added_once(rosa: Client) -> None:
    rosa.post("/settings/skills/add", HEAT)
    page = rosa.post("/settings/skills/add", HEAT | {"name": "HEAT PUMPS"}).content.decode()
    assert "There is a skill of this name already." in page
    assert [words.text for words in Skill.objects.get().words.order_by("language")] == [
        "heat pumps",
        "bombas de calor",
    ]


def test_a_skill_somebody_has_is_not_deleted(rosa: Client) -> None:
    make_technician(skills=["Heat pumps"])
    free = Skill.objects.create(name="Free")
    for skill in Skill.objects.all():
        rosa.post(f"/settings/skills/{skill.pk}/delete")
    assert [one.name for one in Skill.objects.all()] == ["Heat pumps"]
    assert Change.objects.get(what="skill deleted").details == {"name": free.name}
