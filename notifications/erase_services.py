"""A customer is erased: what of theirs goes and stays, and doing it, the provider's copies too."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _

from appointments.erase_services import blank_customer, visits_underway
from appointments.models import Customer, Import
from fieldservice.company.broker import wake
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import Actor
from fieldservice.company.services import record
from notifications.belongings import Belongings, belongings
from notifications.forgetting import texts_to_go, to_go
from notifications.models import AlarmCall, DetailTold, KeptCopy, Landline, Suppression, VisitLink
from notifications.providers.base import Copy
from notifications.states import IN_FLIGHT, TALK, Mover, Reason, State
from notifications.tasks import forget_copies


@dataclass(frozen=True)
class Inventory:
    """What would go and what would stay, counted; `hindrance` says why it can't be done now."""

    hindrance: str
    texts: int
    open_texts: int
    replies: int
    pictures: int
    tapes: int
    calls: int
    exports: int
    visits: int
    ahead: int
    thumbs: int
    stops: int
    files: list[str]  # names of those that lie unused, in which they may stand


def inventory(customer: Customer, now: datetime) -> Inventory:
    theirs = belongings(customer)
    waiting = theirs.texts.filter(state__in=[State.QUEUED, State.HELD])
    return Inventory(
        hindrance=_hindrance(customer, theirs),
        texts=theirs.texts.exclude(body="").count(),
        open_texts=waiting.count(),
        replies=theirs.replies.count(),
        pictures=theirs.pictures.count(),
        tapes=theirs.tapes.count(),
        calls=theirs.phone_calls.count() + theirs.call_tasks.count(),
        exports=theirs.exports.count(),
        visits=theirs.visits.count(),
        ahead=theirs.visits.ahead(now).count(),
        thumbs=theirs.thanks.with_thumb().count(),
        stops=Suppression.objects.filter(number__in=theirs.addresses).count(),
        files=list(Import.objects.put_aside().values_list("name", flat=True)),
    )


def copies_left(customer: Customer) -> int:
    """How many copies of theirs the provider still has to delete."""
    return KeptCopy.objects.filter(customer=customer).count()


@transaction.atomic
def erase(*, by: Actor, customer: Customer, now: datetime) -> None:
    """Everything personal gone here at once, and at the provider as soon as it obeys.

    An opt-out stays with its bare number or address, so that nobody writes there again. Raises
    ConflictError while a visit is underway or a text is leaving; doing it twice is fine.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if customer.erased_at:
        return
    # First, as it is still known whose it is.
    theirs = belongings(customer)
    if hindrance := _hindrance(customer, theirs):
        raise ConflictError(hindrance)
    _have_copies_deleted(customer, theirs, now)
    _delete_files(theirs)
    blank_customer(by=by, customer=customer, now=now)
    _blank_texts(theirs, now)
    _blank_answers(theirs, now)
    _blank_calls(theirs, now)
    DetailTold.objects.filter(customer=customer).delete()
    Landline.objects.filter(number__in=theirs.numbers).delete()
    VisitLink.objects.filter(appointment__in=theirs.visits).delete()
    record(by=by, what="customer erased", subject=customer)
    transaction.on_commit(partial(wake, forget_copies))


def _hindrance(customer: Customer, theirs: Belongings) -> str:
    if visits_underway(customer).exists():
        return _("A visit is underway. Erase this customer when it is over.")
    if theirs.alarms.open().exists():
        return _("An alarm of theirs is open. End it first.")
    if Import.objects.half_in().exists():
        return _("A file is only half brought in, and may name them. Finish that first.")
    if theirs.texts.filter(state__in=IN_FLIGHT).exists():
        # Its words are how a text whose answer was lost is found at the provider.
        return _("A text to them is leaving right now. Try again in a few minutes.")
    return ""


def _have_copies_deleted(customer: Customer, theirs: Belongings, now: datetime) -> None:
    texts_to_go(theirs.texts, now, customer)
    answers = theirs.replies.values_list("provider_sid", flat=True)
    to_go(Copy.TEXT, answers, now, customer)
    calls = theirs.phone_calls.values_list("provider_sid", flat=True)
    to_go(Copy.CALL, calls, now, customer)
    rung = AlarmCall.objects.filter(alarm__in=theirs.alarms)
    to_go(Copy.CALL, rung.values_list("provider_sid", flat=True), now, customer)
    tapes = theirs.tapes.values_list("recording_sid", flat=True)
    to_go(Copy.RECORDING, tapes, now, customer)


def _delete_files(theirs: Belongings) -> None:
    """Files first: where the rest fails, a person does it again, and no file is left behind."""
    for name in theirs.pictures.exclude(stored="").values_list("stored", flat=True):
        default_storage.delete(name)
    for name in theirs.exports.exclude(stored="").values_list("stored", flat=True):
        default_storage.delete(name)
    theirs.pictures.delete()
    theirs.exports.delete()


def _blank_texts(theirs: Belongings, now: datetime) -> None:
    """That they were sent stays, with who was told of; open ones are skipped."""
    theirs.texts.move(Mover.PLANNER, State.SKIPPED, reason=Reason.ERASED, changed_at=now)
    theirs.texts.filter(kind__in=TALK).update(told={})
    # A loss that is reported later is not to make anybody call.
    ends = Least("useful_until", Value(now))
    theirs.texts.update(body="", to="", media_url="", useful_until=ends)


def _blank_answers(theirs: Belongings, now: datetime) -> None:
    theirs.questions.delete()
    theirs.threads.delete()
    theirs.thanks.update(words="")
    theirs.replies.update(body="", number="", read_at=Coalesce("read_at", Value(now)))


def _blank_calls(theirs: Belongings, now: datetime) -> None:
    theirs.call_tasks.update(number="", done_at=Coalesce("done_at", Value(now)))
    theirs.alarms.update(number="", note="")
    theirs.phone_calls.update(number="", recording_sid="", is_near=False)
