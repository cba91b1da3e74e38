"""Pictures from customers: fetched, made clean, kept from strangers, tried again for a while."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from notifications import reply_pictures
from notifications.models import Reply, ReplyPicture
from notifications.providers.base import Family, ProviderError, RefusedError
from notifications.providers.memory import MemoryProvider
from notifications.reply_services import receive
from technicians.imaging import Crop, Processed, Refused
from tests.factories import make_dispatcher
from tests.spine import Day, default_sender

pytestmark = pytest.mark.django_db
NAME = f"MM{'1' * 32}/ME{'2' * 32}"
State = ReplyPicture.State


@pytest.fixture
def reply(day: Day) -> Reply:
    """Dana sent one picture, and no words."""
    return receive(
        sid="MM1",
        number="+12025550123",
        sender=default_sender(),
        body="",
        opt_out="",
        pictures=[NAME],
        now=day.now,
    )


def imaging(upload: bytes, crop: Crop | None, find_face: bool) -> Processed | Refused:
    if upload != b"a photo":
        return Refused("not_an_image")
    whole = Crop(0, 0, 1, 1)
    return Processed(b"", b"", b"", b"clean", placeholder="", color="", crop=whole, hints=())


def fetch(day: Day, answer: bytes | ProviderError | None) -> ReplyPicture:
    provider = MemoryProvider(pictures={} if answer is None else {NAME: answer})
    reply_pictures.run(provider.picture, day.now, imaging)
    return ReplyPicture.objects.get()


def test_a_picture_is_kept_clean(day: Day, reply: Reply) -> None:
    kept = fetch(day, b"a photo")
    assert (kept.state, kept.address) == (State.READY, "")
    with default_storage.open(kept.stored) as file:
        assert file.read() == b"clean"


def test_what_is_no_picture_is_not_kept(day: Day, reply: Reply) -> None:
    kept = fetch(day, b"<script>")
    assert (kept.state, kept.stored) == (State.REFUSED, "")


def test_what_is_not_there_yet_is_asked_for_again(day: Day, reply: Reply) -> None:
    assert fetch(day, None).state == State.WAITING
    assert fetch(day.later(seconds=9), b"a photo").state == State.WAITING
    assert fetch(day.later(seconds=1), b"a photo").state == State.READY


def test_after_a_while_it_is_said_to_be_lost(day: Day, reply: Reply) -> None:
    for _try in range(reply_pictures.MOST_TRIES):
        assert fetch(day, None).tries
        day.later(minutes=20)
    assert ReplyPicture.objects.get().state == State.LOST


def test_what_the_provider_refuses_is_lost_at_once(day: Day, reply: Reply) -> None:
    assert fetch(day, RefusedError(Family.CONTENT)).state == State.LOST


def test_the_same_answer_twice_brings_its_picture_once(day: Day, reply: Reply) -> None:
    receive(
        sid="MM1",
        number="+12025550123",
        sender=default_sender(),
        body="",
        opt_out="",
        pictures=[NAME],
        now=day.now + timedelta(seconds=2),
    )
    assert ReplyPicture.objects.count() == 1


def test_the_office_sees_it_in_the_thread(day: Day, reply: Reply, client: Client) -> None:
    client.force_login(make_dispatcher())
    page = reverse("inbox_thread", args=[reply.pk])
    assert "A picture is being fetched." in client.get(page).content.decode()
    kept = fetch(day, b"a photo")
    address = reverse("reply_picture", args=[kept.pk])
    assert f'src="{address}"' in client.get(page).content.decode()
    assert client.get(address).headers["Content-Type"] == "image/jpeg"


def test_what_managers_keep_is_not_shown_to_others(day: Day, reply: Reply, client: Client) -> None:
    kept = fetch(day, b"a photo")
    Reply.objects.update(for_managers=True)
    client.force_login(make_dispatcher())
    assert client.get(reverse("reply_picture", args=[kept.pk])).status_code == 404
