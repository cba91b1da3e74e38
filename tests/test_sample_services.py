"""Texting technicians their own introduction: to their phone only, and not over and over."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from fieldservice.company.errors import ConflictError, InvalidError
from notifications.providers import provider
from notifications.providers.memory import MemoryProvider
from notifications.sample_services import send_sample
from technicians.models import Technician
from tests.factories import make_technician
from tests.headshot_company import own
from tests.technician_pages import PART, address, html, signed_in_as, technician_named

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def maya() -> Technician:
    one = technician_named("Maya Lopez")
    one.phone = "+12025550188"
    one.save()
    return one


def sent(maya: Technician, carrier: MemoryProvider, *, seconds: int = 0, **more: str) -> None:
    """Maya taps the button, so many seconds later."""
    send_sample(
        by=own(maya),
        technician=Technician.objects.get(pk=maya.pk),
        language=more.get("language", "en"),
        now=NOW + timedelta(seconds=seconds),
        make_provider=lambda: carrier,
    )


def test_it_goes_to_the_own_phone_in_the_language_that_is_open(maya: Technician) -> None:
    carrier = MemoryProvider()
    sent(maya, carrier, language="es")
    (text,) = carrier.sent
    assert text.to == "+12025550188"
    assert "Maya le visita" in text.body


def test_it_goes_once_a_minute(maya: Technician) -> None:
    carrier = MemoryProvider()
    sent(maya, carrier)
    with pytest.raises(ConflictError, match="Try again in a minute"):
        sent(maya, carrier, seconds=59)
    sent(maya, carrier, seconds=60)
    assert len(carrier.sent) == 2


def test_without_a_number_there_is_nowhere_to_send_it() -> None:
    tom = make_technician("Tom Reed")
    with pytest.raises(InvalidError, match="mobile number"):
        send_sample(by=own(technician_named()), technician=tom, language="en", now=NOW)


@pytest.fixture
def in_memory(settings: Settings) -> Iterator[None]:
    settings.SEND_PROVIDER = "notifications.providers.memory.MemoryProvider"
    provider.cache_clear()
    yield
    provider.cache_clear()


@pytest.mark.usefixtures("in_memory")
def test_the_button_says_what_became_of_it(maya: Technician) -> None:
    phone, path = signed_in_as(maya.user), address("text_to_me", maya)
    assert "Text it to me" in html(phone.get("/profile"))
    said = [html(phone.post(path, {"language": "en"}, headers=PART)) for _again in range(2)]
    assert "On its way to your phone." in said[0]
    assert "Try again in a minute." in said[1]


def test_nobody_texts_another_technician(maya: Technician) -> None:
    tom = technician_named("Tom Reed")
    assert signed_in_as(tom.user).post(address("text_to_me", maya)).status_code == 404
