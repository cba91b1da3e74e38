"""What a caller has to say: the text as it would read at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from appointments.models import Appointment
from fieldservice.company.services import default_unit
from notifications import calls
from notifications.addresses import all_of, bare
from notifications.models import CallTask, DetailTold, Reply
from notifications.preparing import company_wording
from notifications.rendering import Known, render
from notifications.states import MOMENTS, Kind
from technicians.models import Consent


@dataclass(frozen=True)
class Card:
    """One call as a page shows it: the words to say, or the answer of theirs that it is about."""

    call: CallTask
    visit: Appointment | None
    name: str
    words: str = ""
    answer: str = ""
    said_like: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """Where the visit is, else where the number of ours is that was called."""
        if self.visit:
            return self.visit.zone
        called = self.call.phone_call
        unit = called.sender.business_unit if called else default_unit()
        return ZoneInfo(unit.time_zone)

    @property
    def phone(self) -> PhoneNumber:
        return PhoneNumber.from_string(bare(self.call.number))


def cards(tasks: Iterable[CallTask], now: datetime) -> list[Card]:
    """The calls with their words, in the given order."""
    tasks = list(tasks)
    wanted = {task.appointment_id for task in tasks if task.appointment_id}
    visits = Appointment.objects.for_texts().select_related("job_type").in_bulk(wanted)
    return [_card(task, visits.get(task.appointment_id), now) for task in tasks]


def _card(call: CallTask, visit: Appointment | None, now: datetime) -> Card:
    at_home = visit is not None and call.number == str(visit.contact_phone)
    name = visit.contact_name if visit and at_home else ""
    name = name or (call.customer.name if call.customer else "")
    if call.message and call.reason == CallTask.Reason.ANSWER:
        return Card(call, visit, name, words=call.message.told["words"])
    is_meant = call.reason == CallTask.Reason.MEANT_THE_VISIT
    if visit and (call.reason in CallTask.TELLING or (is_meant and call.message)):
        words, answer = words_to_say(call, visit, now), _written(call) if is_meant else ""
        return Card(call, visit, name, words, answer, said_like=_said_like(visit))
    if call.phone_call_id:
        return Card(call, visit, name)
    return Card(call, visit, name, answer=_written(call))


def _written(call: CallTask) -> str:
    """What they wrote last before the call was asked for."""
    written = Reply.objects.filter(number__in=all_of(call.number))
    said = written.filter(received_at__lte=call.made_at).first()
    return said.body if said else ""


def words_to_say(call: CallTask, visit: Appointment, now: datetime) -> str:
    """The text in the customer's language; `visit` comes from `for_texts()`."""
    if call.message is None:
        return ""
    known = calls.known_to(visit, but=call.message)
    planned = Kind(call.message.kind)
    kind = planned if planned in MOMENTS else calls.to_tell(visit, known) or planned
    heard = DetailTold.objects.filter(customer=visit.customer_id)
    rendered = render(
        kind,
        visit,
        call.message.sender,
        Known(picture=known, lines=set(heard.values_list("line_id", flat=True)), first_text=False),
        now=now,
        link="",
        aloud=True,
        without_picture=True,
        template=company_wording(kind, visit),
    )
    return " ".join(filter(None, (rendered.body, _who_comes_along(visit, kind))))


def _who_comes_along(visit: Appointment, kind: Kind) -> str:
    """No text names the apprentice; on the phone there is room for them."""
    if not visit.apprentice or kind == Kind.CANCEL:
        return ""
    with translation.override(visit.customer.language):
        said = _("%(name)s, who is learning the trade, comes along.")
    return said % {"name": visit.apprentice}


def _said_like(visit: Appointment | None) -> str:
    """How the caller says the name of who comes, where that may be told."""
    if visit is None or visit.technician is None:
        return ""
    told = visit.tellable(Consent.Channel.TEXTS) | visit.tellable(Consent.Channel.PAGE)
    return visit.technician.say_it_like if Consent.Field.SAY_LIKE in told else ""
