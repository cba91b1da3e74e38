"""What texts keep of a technician who has left: that there were some, and nothing they said."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fieldservice.company.broker import wake
from notifications.models import Attempt, KeptPicture, Message, Thanks
from notifications.states import Channel, Mover, Reason, State
from notifications.tasks import forget_pictures
from technicians.models import Technician


def forget(*, technician: Technician, now: datetime) -> None:
    """Words and pictures of their texts gone, the provider's copies of the pictures to go."""
    introducing = introductions_of(technician)
    _have_forgotten(introducing, now)
    _unname(introducing)
    introducing.update(body=_("(Removed: the technician has left.)"), media_url="")
    own = Message.objects.filter(technician=technician)
    own.move(Mover.PLANNER, State.SKIPPED, reason=Reason.TOO_LATE, changed_at=now)
    own.update(body="", to="")
    Thanks.objects.filter(technician=technician).update(words="")
    transaction.on_commit(partial(wake, forget_pictures))


def introductions_of(technician: Technician) -> QuerySet[Message]:
    """The texts to customers that told of them."""
    return Message.objects.filter(told__technician=str(technician.pk))


def with_photo(texts: QuerySet[Message]) -> QuerySet[Message]:
    """Those that carried a picture, by text or e-mail, and left."""
    return texts.filter(attempts__isnull=False).exclude(media_url="").distinct()


def _have_forgotten(introducing: QuerySet[Message], now: datetime) -> None:
    # An e-mail carries the photo itself; no provider keeps a copy of it for us.
    by_text = with_photo(introducing).filter(channel=Channel.MMS)
    attempts = Attempt.objects.filter(message__in=by_text)
    KeptPicture.objects.bulk_create(
        [KeptPicture(attempt=attempt, try_at=now) for attempt in attempts], ignore_conflicts=True
    )


def _unname(introducing: QuerySet[Message]) -> None:
    texts = list(introducing.only("told"))
    for text in texts:
        text.told["name"] = ""
    Message.objects.bulk_update(texts, ["told"], batch_size=500)
