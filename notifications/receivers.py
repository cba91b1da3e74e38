"""Listens to what the lower apps announce."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.dispatch import receiver

from appointments.models import Appointment, Customer
from appointments.signals import appointment_changed, thumbs_asked, way_asked
from appointments.telling import Telling
from fieldservice.company.models import Actor, BusinessUnit, User
from fieldservice.company.phones import is_landline
from fieldservice.company.signals import default_unit_changed
from notifications import (
    crew_services,
    emailing,
    leaving_services,
    offer_services,
    thanks_services,
    visit_life_services,
)
from notifications.addresses import all_of
from notifications.arrival import number_is_refused
from notifications.models import Sender, Thanks
from notifications.services import notify, told_by_phone
from technicians.models import Technician
from technicians.signals import answered, left_for_good, link_wanted


@receiver(appointment_changed)
def tell_the_customer(
    sender: type[Appointment],
    appointment: Appointment,
    by: Actor,
    now: datetime,
    telling: Telling,
    **kwargs: object,
) -> None:
    """First of all, whoever is introduced by others hears of it. No program phones a customer."""
    if appointment.introduce_later or appointment.customer.erased_at:
        return  # imported: its customer is told when somebody asks for it; who is erased, never
    crew_services.tell_of_publication(appointment=appointment, now=now)
    offer_services.close_outdated(appointment=appointment, now=now)
    if telling.tell or not isinstance(by, User):
        notify(appointment=appointment, now=now, wait=telling.wait)
    else:
        told_by_phone(by=by, appointment=appointment, now=now)
    visit_life_services.follow(appointment=appointment, now=now, telling=telling)
    thanks_services.ask(appointment=appointment, now=now)


@receiver(thumbs_asked)
def thumbs_of_customers(
    sender: type[Appointment], customers: Collection[UUID], **kwargs: object
) -> dict[tuple[UUID, UUID], tuple[int, int]]:
    return Thanks.objects.counted(customers)


@receiver(way_asked)
def way_without_texts(
    sender: type[Customer], number: str, customer: Customer | None, **kwargs: object
) -> str:
    if not (is_landline(number) or any(map(number_is_refused, all_of(number)))):
        return ""
    has_email = customer is not None and emailing.address(Appointment(customer=customer))
    return Customer.Reach.EMAIL if has_email else Customer.Reach.CALL


@receiver(answered)
def tell_the_technician(
    sender: type[Technician], technician: Technician, now: datetime, **kwargs: object
) -> None:
    crew_services.tell_of_answer(technician=technician, now=now)


@receiver(link_wanted)
def send_the_link(
    sender: type[Technician], technician: Technician, purpose: str, now: datetime, **kwargs: object
) -> None:
    crew_services.tell_link(technician=technician, purpose=purpose, now=now)


@receiver(left_for_good)
def forget_what_was_told(
    sender: type[Technician], technician: Technician, now: datetime, **kwargs: object
) -> None:
    leaving_services.forget(technician=technician, now=now)


@receiver(default_unit_changed)
def keep_a_default_sender(
    sender: type[BusinessUnit], before: BusinessUnit, unit: BusinessUnit, **kwargs: object
) -> None:
    """The sender of units that have none of their own goes along, unless the new one has one."""
    if not Sender.objects.filter(business_unit=unit).exists():
        Sender.objects.filter(business_unit=before).update(business_unit=unit)
