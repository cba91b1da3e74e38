"""Whose phone wrote to us, which visit it is about, and whether a text may go back."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from phonenumber_field.phonenumber import PhoneNumber

from appointments.models import Appointment, Customer
from fieldservice.company.models import BusinessUnit
from fieldservice.company.services import default_unit
from notifications.addresses import bare
from notifications.models import Reply, Suppression


@dataclass(frozen=True)
class Phone:
    """One phone: a household may share it, and nobody may know it."""

    number: str
    visit: Appointment | None
    names: tuple[str, ...]
    unit: BusinessUnit
    is_silent: bool

    @property
    def name(self) -> str:
        """Who most likely writes; "" for a number of nobody we know."""
        return self.names[0] if self.names else ""

    @property
    def stands_in_for(self) -> str:
        """Whose visit it is, where the texts of it go to somebody else's phone."""
        if self.visit is None or str(self.visit.contact_phone) != bare(self.number):
            return ""
        owner = self.visit.customer.name
        return owner if owner != self.name else ""

    @property
    def others(self) -> str:
        """Who else has this number."""
        return ", ".join(self.names[1:])

    @property
    def zone(self) -> ZoneInfo:
        return self.visit.zone if self.visit else ZoneInfo(self.unit.time_zone)

    @property
    def dial(self) -> PhoneNumber:
        return PhoneNumber.from_string(bare(self.number))

    @property
    def may_answer(self) -> bool:
        """Whether a text may go back to this phone."""
        return self.visit is not None and not self.is_silent


def phones(replies: Iterable[Reply]) -> dict[int, Phone]:
    """By reply; a handful of queries, however many replies there are."""
    replies = list(replies)
    numbers = {reply.number for reply in replies}
    visits = _visits(replies)
    known = defaultdict(list)
    for customer in Customer.objects.filter(phone__in=set(map(bare, numbers))).order_by(
        "created_at"
    ):
        known[str(customer.phone)].append(customer.name)
    silent = Suppression.objects.filter(number__in=numbers).values_list("number", "sender_id")
    pairs, home = set(silent), default_unit()
    return {
        reply.pk: Phone(
            number=reply.number,
            visit=(visit := visits.get(reply.pk)),
            names=_names(reply.number, visit, known[bare(reply.number)]),
            unit=visit.business_unit if visit else home,
            is_silent=(reply.number, reply.sender_id) in pairs,
        )
        for reply in replies
    }


def visit_of(reply: Reply) -> Appointment | None:
    """The visit whose texts go to this very phone: the one last told of, else their newest."""
    return _visits([reply]).get(reply.pk)


def _visits(replies: list[Reply]) -> dict[int, Appointment]:
    about = {reply.appointment_id for reply in replies if reply.appointment_id}
    told = Appointment.objects.for_lists().in_bulk(about)
    found = {
        reply.pk: visit
        for reply in replies
        # A visit's texts go to the visit's number, and to no other.
        if (visit := told.get(reply.appointment_id)) and visit.text_to == bare(reply.number)
    }
    missing = {bare(reply.number) for reply in replies if reply.pk not in found}
    newest = _newest_visits(missing) if missing else {}
    others = {
        reply.pk: newest[phone] for reply in replies if (phone := bare(reply.number)) in newest
    }
    return others | found


def _newest_visits(numbers: set[str]) -> dict[str, Appointment]:
    # Who only stands in for a customer wrote after a text, so their visit is known already.
    own = Appointment.objects.filter(contact_phone="", customer__phone__in=numbers)
    visits = own.for_lists().order_by("arrival_window_start")
    return {visit.text_to: visit for visit in visits}


def _names(number: str, visit: Appointment | None, known: list[str]) -> tuple[str, ...]:
    """Who was told of the visit first, then all the others of this number."""
    first = []
    if visit and str(visit.contact_phone) == bare(number):
        first = [visit.contact_name or visit.customer.name]
    elif visit:
        first = [visit.customer.name]
    return tuple(dict.fromkeys(first + known))
