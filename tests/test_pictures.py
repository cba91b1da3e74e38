"""The photo of a text as our pages show it, before and after it is taken down."""

import pytest
from django.template import Context, Template
from django.utils import timezone

from notifications.models import Message
from notifications.rendering import headshot_url
from technicians.headshot_services import remove_headshot
from technicians.models import Headshot
from tests.headshot_company import maria, own, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def shot() -> Headshot:
    return published(maria(), timezone.now())


def shown(shot: Headshot | None) -> str:
    message = Message(media_url=headshot_url(shot) if shot else "")
    page = Template("{% load pictures %}{% picture message %}")
    return page.render(Context({"message": message})).strip()


def test_the_photo_of_a_text_is_shown(shot: Headshot) -> None:
    assert f'src="/media/headshots/{shot.key}.jpg"' in shown(shot)


def test_a_photo_taken_down_is_a_word_and_no_broken_picture(shot: Headshot) -> None:
    remove_headshot(by=own(shot.technician), technician=shot.technician)
    assert "<img" not in shown(shot)
    assert "no longer in use" in shown(shot)


def test_a_text_without_a_photo_says_nothing_of_one() -> None:
    assert shown(None) == ""
