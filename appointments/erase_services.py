"""A customer is erased: what visits, places and files say of them goes; visits stay counted."""

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import translation
from django.utils.translation import gettext as _

from appointments.importing.kept import throw_away
from appointments.models import (
    Appointment,
    ConsentEvent,
    Customer,
    Import,
    ImportProblem,
    Location,
    SearchWord,
    WindowHold,
)
from appointments.services import cancel
from appointments.statuses import Status
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import Actor
from fieldservice.company.services import default_unit

UNDERWAY = frozenset({Status.ON_THE_WAY, Status.ARRIVED})


def visits_underway(customer: Customer) -> QuerySet[Appointment]:
    """Those during which a technician needs the address."""
    return Appointment.objects.filter(customer=customer, status__in=UNDERWAY)


@transaction.atomic
def blank_customer(*, by: Actor, customer: Customer, now: datetime) -> None:
    """Name, numbers, addresses and notes gone, visits ahead called off.

    Raises ConflictError while somebody is on the way or there; then nothing is changed.
    """
    if visits_underway(customer).exists():
        raise ConflictError(_("A visit is underway. Erase this customer when it is over."))
    visits = Appointment.objects.filter(customer=customer)
    for visit in visits.ahead(now).for_lists():
        cancel(by=by, appointment=visit, now=now)
    _clear_files(customer, visits)
    WindowHold.objects.filter(appointment__in=visits).delete()
    visits.update(
        contact_name="", contact_phone="", notes="", door_words="", external_id=None, form_key=None
    )
    _clear_places(customer)
    ConsentEvent.objects.filter(customer=customer).update(source="")
    SearchWord.objects.filter(customer=customer).delete()
    _clear_row(customer, now)


def _clear_files(customer: Customer, visits: QuerySet[Appointment]) -> None:
    """What files still say of them; one that lies unused may name them in any of its rows."""
    for job in Import.objects.put_aside():
        throw_away(job)
        job.delete()
    contacts = visits.exclude(contact_name="").values_list("contact_name", "contact_phone")
    said = {customer.name, str(customer.phone), *(str(word) for pair in contacts for word in pair)}
    about = Q()
    for word in said - {""}:
        about |= Q(value__icontains=word)
    ImportProblem.objects.filter(about).update(value="")
    for job in Import.objects.exclude(sample=[]):
        kept = [
            row
            for number, row in enumerate(job.sample)
            if number <= job.heading_row or not said.intersection(row)
        ]
        Import.objects.filter(pk=job.pk).update(sample=kept)


def _clear_places(customer: Customer) -> None:
    # The zone stays: days are counted in it. Two places of one customer may not have one address.
    nowhere = Concat(Value("#"), Cast("pk", CharField()))
    Location.objects.filter(customer=customer).update(
        address=nowhere, access_notes="", latitude=None, longitude=None
    )


def _clear_row(customer: Customer, now: datetime) -> None:
    with translation.override(default_unit().language):
        name = _("Erased customer")
    Customer.objects.filter(pk=customer.pk).update(
        name=name,
        phone="",
        greeting="",
        say_it_like="",
        email="",
        external_id=None,
        visit_style="",
        erased_at=now,
    )
