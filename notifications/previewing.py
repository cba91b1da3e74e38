"""The very text a customer would get, before there is anything to send: the same renderer."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from appointments.models import Appointment, Customer, JobType
from fieldservice.company.models import BusinessUnit, Robot
from fieldservice.company.services import default_unit
from notifications.introductions import Facts, Words, sentence
from notifications.models import DetailTold, Message, Sender
from notifications.preparing import company_wording
from notifications.rendering import Known, Rendered, address_of, render, sender_address
from notifications.segments import dear_letters
from notifications.states import TOLD, Kind
from notifications.visits_before import past_of
from technicians.models import Consent, Headshot, Line, Technician
from technicians.services import FIELD_OF_LINE, grant, write_lines

SAMPLE_NUMBER = "+12025550123"
SAMPLE_KEY = "a" * 16  # as long as a real one, so that the parts are counted right


@dataclass(frozen=True)
class LinePreview:
    """One line of own words as the customer reads it, and what it costs in a plain text."""

    sentence: str
    dear: str = ""  # letters that make every part of a text shorter
    parts: int = 0  # 0: it stands on the page only
    parts_without: int = 0
    has_room: bool = True

    @property
    def more(self) -> int:
        return self.parts - self.parts_without


@dataclass(frozen=True)
class Preview:
    """A rendered text, and the number the customer will see it come from ("" for a service)."""

    rendered: Rendered
    sender: str


def preview_visit(
    appointment: Appointment,
    *,
    now: datetime | None = None,
    by_email: bool = False,
    aloud: bool = False,
) -> Preview:
    """The first text of this visit; it need not be saved, its technician and job type must be."""
    now = now or timezone.now()
    sender = sender_of_unit(appointment.business_unit)
    kind = Kind.INTRODUCTION if appointment.technician else Kind.CONFIRMATION
    rendered = render(
        kind,
        appointment,
        sender,
        told_so_far(appointment, sender),
        now=now,
        link=sample_link(),
        by_email=by_email,
        aloud=aloud,
        template=company_wording(kind, appointment),
    )
    return Preview(rendered, shown_sender(sender))


def preview_technician(technician: Technician, language: str, reach: str) -> Preview:
    """How a made-up customer would be told of this technician tomorrow morning."""
    return preview_visit(sample_visit(technician, language, reach))


def sample_visit(technician: Technician, language: str, reach: str) -> Appointment:
    """A made-up customer's visit by this technician tomorrow morning; it is never saved."""
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
    return appointment


@contextmanager
def as_published(technician: Technician, fields: Collection[str]) -> Iterator[Technician]:
    """The technician as if exactly these fields were told; afterwards nothing has happened.

    What waits for approval counts as approved. The photo is told from its upload on.
    """
    with _undone():
        technician.consents.exclude(field=Consent.Field.PHOTO).exclude(field__in=fields).update(
            withdrawn_at=timezone.now()
        )
        _tell(technician, fields)
        technician.lines.filter(kind__in=fields).update(renewed_at=timezone.now())
        for draft in technician.drafts.all():
            kind = Line.Kind(draft.kind)
            write_lines(technician, kind, draft.texts, draft.language, timezone.now())
        waiting = technician.headshots.filter(state=Headshot.State.WAITING)
        if waiting.exists():
            in_use = technician.headshots.filter(state=Headshot.State.READY)
            in_use.update(state=Headshot.State.SUPERSEDED)
            waiting.update(state=Headshot.State.READY)
        yield _again(technician)


def preview_line(technician: Technician, kind: Line.Kind, language: str, text: str) -> LinePreview:
    """How one line of own words reads, and what it adds to the price of a plain text."""
    if kind == Line.Kind.BIO:
        return LinePreview(text)
    with _undone():
        _tell(technician, [FIELD_OF_LINE[kind]])
        write_lines(technician, kind, [], language, timezone.now())
        without = _plain(technician, language)
        write_lines(technician, kind, [text], language, timezone.now())
        with_it = _plain(technician, language)
    return LinePreview(
        sentence=_sentence(technician, kind, language, text),
        dear=dear_letters(text),
        parts=with_it.parts,
        parts_without=without.parts,
        has_room=with_it.body != without.body,
    )


def _sentence(technician: Technician, kind: Line.Kind, language: str, text: str) -> str:
    facts = Facts(technician=technician.first_name)
    facts = (
        replace(facts, interest=text) if kind == Line.Kind.INTEREST else replace(facts, opener=text)
    )
    visit = sample_visit(technician, language, Customer.Reach.PLAIN)
    template = company_wording(Kind.INTRODUCTION, visit)
    return sentence(kind.value, language, facts, template=template)


def _plain(technician: Technician, language: str) -> Words:
    now_told = preview_technician(_again(technician), language, Customer.Reach.PLAIN)
    return now_told.rendered.words


def _tell(technician: Technician, fields: Collection[str]) -> None:
    technician.consents.filter(field__in=fields).update(withdrawn_at=None)
    grant(by=Robot.SYSTEM, technician=technician, fields=fields)


def _again(technician: Technician) -> Technician:
    """The technician as the rows say now."""
    return Technician.objects.for_introduction().get(pk=technician.pk)


@contextmanager
def _undone() -> Iterator[None]:
    """What is written inside can be read there, by the code that always reads it, and is gone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def any_job(language: str) -> JobType:
    """What a text in this language says while nobody has chosen the job."""
    with translation.override(language):
        return JobType(name=translation.gettext("visit"))


def shown_sender(sender: Sender) -> str:
    """The number on the customer's screen, "" where a service picks it."""
    address = sender_address(sender)
    return address if address.startswith("+") else ""


def sample_link() -> str:
    """As long as a real one."""
    return settings.PUBLIC_BASE_URL + reverse("visit_page", args=[SAMPLE_KEY])


def sender_of_unit(unit: BusinessUnit) -> Sender:
    """The unit's own sender, else the default one."""
    own = Sender.objects.filter(business_unit=unit).first()
    return own or Sender.objects.get(business_unit__is_default=True)


def told_so_far(appointment: Appointment, sender: Sender) -> Known:
    """The details this customer has heard, and whether they had any text of ours."""
    told = Message.objects.filter(to=address_of(appointment, sender), sender=sender, state__in=TOLD)
    heard = DetailTold.objects.filter(customer_id=appointment.customer.pk)
    pair = appointment.customer_id, appointment.technician_id
    return Known(
        lines=set(heard.values_list("line_id", flat=True)),
        first_text=not told.exists(),
        past=past_of([appointment]).get(pair),
    )
