"""`manage.py demo`: fills once, starts over when asked, and never runs in earnest."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from pytest_django import Settings

from appointments.models import Customer
from fieldservice.company.models import User
from fieldservice.demo.emptying import deletion_order
from fieldservice.demo.staff import LOG_INS, PASSWORD, give_log_ins

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def debug(settings: Settings) -> None:
    settings.DEBUG = True


def demo(*arguments: str) -> str:
    """What the command prints."""
    printed = StringIO()
    call_command("demo", *arguments, stdout=printed)
    return printed.getvalue()


def test_data_of_ones_own_is_left_alone_and_the_log_ins_are_printed() -> None:
    Customer.objects.create(name="Dana Whitlow", phone="+12025550117")
    assert "Log-ins: manager, dispatcher and maya, password warm-hello" in demo()
    assert Customer.objects.count() == 1
    assert not User.objects.exists()


@pytest.mark.parametrize(("name", "role"), LOG_INS.items())
def test_the_log_ins_work(name: str, role: User.Role) -> None:
    give_log_ins()
    user = authenticate(RequestFactory().get("/"), username=name, password=PASSWORD)
    assert isinstance(user, User)
    assert user.role == role


def test_rows_are_deleted_before_those_they_point_to() -> None:
    order = deletion_order()
    for place, model in enumerate(order):
        pointed_to = {field.related_model for field in model._meta.concrete_fields} - {model}
        assert not pointed_to & set(order[:place])


@pytest.mark.parametrize("arguments", [[], ["--reset"]])
def test_with_debug_off_nothing_is_touched(settings: Settings, arguments: list[str]) -> None:
    settings.DEBUG = False
    Customer.objects.create(name="Dana Whitlow", phone="+12025550117")
    with pytest.raises(CommandError, match="DEBUG=true"):
        demo(*arguments)
    assert Customer.objects.count() == 1
