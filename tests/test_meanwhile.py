"""A settings form that was overtaken: both versions are shown, and what was typed is not lost."""

import pytest
from django.test import Client

from appointments.job_type_services import add_job_type, change_job_type
from appointments.job_types import JobTypeDetails
from appointments.models import JobType
from fieldservice.company.models import Robot, User
from fieldservice.company.people_services import change_person
from fieldservice.company.services import newest_change
from notifications.wording import source
from notifications.wording_services import save_wording
from technicians.models import Skill
from tests.factories import make_dispatcher
from tests.test_settings_units import air, filled

pytestmark = pytest.mark.django_db

WORDING = "/settings/wording/introduction/en"


@pytest.fixture
def rosa() -> User:
    name = {"first_name": "Rosa", "last_name": "Diaz"}
    return User.objects.create_user("rosa", role=User.Role.MANAGER, **name)


@pytest.fixture
def ben(client: Client) -> Client:
    """Ben, who had the page open while Rosa saved."""
    client.force_login(User.objects.create_user("ben", role=User.Role.MANAGER))
    return client


def test_what_they_saved_stands_beside_what_was_typed(ben: Client, rosa: User) -> None:
    ada = make_dispatcher("ada")
    form = {"first_name": "Ada", "username": "ada", "role": "dispatcher", "last_name": "Byron"}
    change_person(by=rosa, person=ada, changes={"last_name": "King"})
    page = ben.post(f"/settings/people/{ada.pk}", form | {"seen": "0"}).content.decode()
    assert "Rosa Diaz saved “King” here," in page
    assert 'value="Byron"' in page
    assert page.count("Rosa Diaz saved") == 1


def test_saved_again_what_was_typed_counts(ben: Client, rosa: User) -> None:
    ada = make_dispatcher("ada")
    form = {"first_name": "Ada", "username": "ada", "role": "dispatcher", "last_name": "Byron"}
    change_person(by=rosa, person=ada, changes={"last_name": "King"})
    page = ben.post(f"/settings/people/{ada.pk}", form | {"seen": "0"}).content.decode()
    assert f'name="seen" value="{newest_change(ada)}"' in page
    ben.post(f"/settings/people/{ada.pk}", form | {"seen": str(newest_change(ada))})
    ada.refresh_from_db()
    assert ada.last_name == "Byron"


def test_a_field_nobody_typed_into_becomes_theirs(ben: Client, client: Client) -> None:
    unit, hours = air(), {"office_from": "07:30", "office_until": "17:00"}
    path, seen = f"/settings/units/{unit.pk}", {"seen": "0"}
    client.post(path, filled() | seen)
    seen = {"seen": str(newest_change(unit))}
    ben.post(path, filled(text_name="Air Plus", **hours) | seen)
    page = ben.post(path, filled(colour="#0f766e") | seen).content.decode()
    assert 'value="Air Plus"' in page
    assert 'value="07:30"' in page
    assert page.count("ben changed this,") == 3
    assert 'value="#0f766e"' in page


def test_skills_are_shown_by_name(ben: Client, rosa: User) -> None:
    gas, pumps = Skill.objects.create(name="Gas"), Skill.objects.create(name="Heat pumps")
    boiler = add_job_type(by=Robot.SYSTEM, details=asking_for(gas))
    form = {"name": "Boiler", "minutes": "60", "tone": "normal", "skills": [gas.pk]}
    seen = {"seen": str(newest_change(boiler))}
    change_job_type(by=rosa, job_type=boiler, details=asking_for(gas, pumps))
    page = ben.post(f"/settings/job-types/{boiler.pk}", form | seen).content.decode()
    assert "Rosa Diaz saved “Gas, Heat pumps” here," in page


def asking_for(*skills: Skill) -> JobTypeDetails:
    tone = JobType.Tone.NORMAL
    return JobTypeDetails(name="Boiler", minutes=60, tone=tone, skills=skills, words={})


def test_of_a_wording_the_difference_is_shown(ben: Client, rosa: User) -> None:
    ours = source("introduction", "en")
    howdy = ours.replace("Hello", "Howdy")
    save_wording(by=rosa, kind="introduction", language="en", unit=None, text=howdy)
    page = ben.post(WORDING, {"text": ours.replace("Hello", "Ahoy"), "seen": "0"}).content.decode()
    assert "Rosa Diaz saved this," in page
    assert "<del>Ahoy</del><ins>Howdy</ins>" in page
