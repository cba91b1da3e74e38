"""A manager asks for a copy of all that is kept of one customer, and fetches it."""

from datetime import datetime
from functools import partial

from django.db import transaction

from appointments.models import Customer
from fieldservice.company.broker import wake
from fieldservice.company.models import User
from fieldservice.company.services import record
from notifications.models import CustomerExport
from notifications.models.exports import KEPT_FOR
from notifications.tasks import make_export


@transaction.atomic
def ask_export(*, by: User, customer: Customer, now: datetime) -> CustomerExport:
    """The export as it begins; while one is being made, asking again gives that one."""
    # Two clicks at once are one export.
    Customer.objects.select_for_update().get(pk=customer.pk)
    waiting = CustomerExport.objects.filter(customer=customer, state=CustomerExport.State.WAITING)
    if begun := waiting.first():
        return begun
    export = CustomerExport.objects.create(
        customer=customer, by=by, created_at=now, expires_at=now + KEPT_FOR
    )
    record(by=by, what="export asked", subject=customer)
    transaction.on_commit(partial(wake, make_export, str(export.pk)))
    return export


def note_download(*, by: User, export: CustomerExport) -> None:
    record(by=by, what="export downloaded", subject=export.customer)
