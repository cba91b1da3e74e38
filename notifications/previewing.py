"""The very text a customer would get, before there is anything to send: the same renderer."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from appointments.models import Appointment, Customer, JobType
from fieldservice.company.models import BusinessUnit
from fieldservice.company.services import default_unit
from notifications.models import DetailTold, Message, Sender
from notifications.preparing import company_wording
from notifications.rendering import Known, Rendered, render, sender_address
from notifications.states import TOLD, Kind
from technicians.models import Technician

SAMPLE_NUMBER = "+12025550123"
SAMPLE_KEY = "a" * 16  # as long as a real one, so that the parts are counted right


@dataclass(frozen=True)
class Preview:
    """A rendered text, and the number the customer will see it come from ("" for a service)."""

    rendered: Rendered
    sender: str


def preview_visit(appointment: Appointment, *, now: datetime | None = None) -> Preview:
    """The first text of this visit; it need not be saved, its technician and job type must be."""
    now = now or timezone.now()
    sender = _sender(appointment.business_unit)
    kind = Kind.INTRODUCTION if appointment.technician else Kind.CONFIRMATION
    rendered = render(
        kind,
        appointment,
        sender,
        _known(appointment, sender),
        now=now,
        link=settings.PUBLIC_BASE_URL + reverse("visit_page", args=[SAMPLE_KEY]),
        template=company_wording(kind, appointment),
    )
    address = sender_address(sender)
    return Preview(rendered, address if address.startswith("+") else "")


def preview_technician(technician: Technician, language: str, reach: str) -> Preview:
    """How a made-up customer would be told of this technician tomorrow morning."""
    unit = technician.business_unit or default_unit()
    customer = Customer(
        name="Dana Webb", greeting="Dana", phone=SAMPLE_NUMBER, language=language, reach=reach
    )
    appointment = Appointment(
        business_unit=unit,
        customer=customer,
        technician=technician,
        job_type=JobType.objects.first() or any_job(language),
    )
    tomorrow = timezone.now().astimezone(appointment.zone).date() + timedelta(days=1)
    start = datetime.combine(tomorrow, time(9), tzinfo=appointment.zone)
    appointment.arrival_window_start = start
    appointment.arrival_window_end = start + timedelta(hours=2)
    return preview_visit(appointment)


def any_job(language: str) -> JobType:
    """What a text in this language says while nobody has chosen the job."""
    with translation.override(language):
        return JobType(name=translation.gettext("visit"))


def _sender(unit: BusinessUnit) -> Sender:
    own = Sender.objects.filter(business_unit=unit).first()
    return own or Sender.objects.get(business_unit__is_default=True)


def _known(appointment: Appointment, sender: Sender) -> Known:
    told = Message.objects.filter(to=appointment.text_to, sender=sender, state__in=TOLD)
    heard = DetailTold.objects.filter(customer_id=appointment.customer.pk)
    return Known(lines=set(heard.values_list("line_id", flat=True)), first_text=not told.exists())
