"""What texts keep of a technician who has left: that there were some, and nothing they said."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fieldservice.company.broker import wake
from notifications.forgetting import texts_to_go
from notifications.models import Message, Thanks
from notifications.states import Channel, Mover, Reason, State
from notifications.tasks import forget_copies
from technicians.models import Technician


def forget(*, technician: Technician, now: datetime) -> None:
    """Words and pictures of their texts gone, the provider's copies of them to go."""
    introducing = introductions_of(technician)
    own = Message.objects.filter(technician=technician)
    texts_to_go(introducing, now)
    texts_to_go(own, now)
    _unname(introducing)
    introducing.update(body=_("(Removed: the technician has left.)"), media_url="")
    own.move(Mover.PLANNER, State.SKIPPED, reason=Reason.TOO_LATE, changed_at=now)
    own.update(body="", to="")
    Thanks.objects.filter(technician=technician).update(words="")
    transaction.on_commit(partial(wake, forget_copies))


def introductions_of(technician: Technician) -> QuerySet[Message]:
    """The texts to customers that told of them."""
    return Message.objects.filter(told__technician=str(technician.pk))


def with_photo(texts: QuerySet[Message]) -> QuerySet[Message]:
    """Those that carried a picture, by text or e-mail, and left."""
    # Of a text that was kept long enough, only its channel tells that there was one.
    carried = Q(channel=Channel.MMS) | ~Q(media_url="")
    return texts.filter(carried, attempts__isnull=False).distinct()


def _unname(introducing: QuerySet[Message]) -> None:
    texts = list(introducing.only("told"))
    for text in texts:
        text.told["name"] = ""
    Message.objects.bulk_update(texts, ["told"], batch_size=500)
