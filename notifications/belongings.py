"""Everything that is kept of one customer's texts, answers and calls; households share numbers."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from appointments.models import Appointment, AppointmentQuerySet, Customer
from notifications.addresses import all_of
from notifications.models import (
    Alarm,
    AlarmQuerySet,
    CallTask,
    CallTaskQuerySet,
    CustomerExport,
    Message,
    MessageQuerySet,
    PhoneCall,
    PhoneCallQuerySet,
    Question,
    Reply,
    ReplyPicture,
    ReplyQuerySet,
    Thanks,
    ThanksQuerySet,
    Thread,
)


@dataclass(frozen=True)
class Belongings:
    """Rows by kind; `numbers` are those nobody else is reached by, as addresses of texts."""

    numbers: Collection[str]
    email: str
    visits: AppointmentQuerySet
    texts: MessageQuerySet
    replies: ReplyQuerySet
    pictures: QuerySet[ReplyPicture]
    phone_calls: PhoneCallQuerySet
    call_tasks: CallTaskQuerySet
    thanks: ThanksQuerySet
    questions: QuerySet[Question]
    alarms: AlarmQuerySet
    threads: QuerySet[Thread]
    exports: QuerySet[CustomerExport]

    @property
    def addresses(self) -> list[str]:
        """Where they are written to: numbers, and the e-mail address, which a stop may be of."""
        return [*self.numbers, *([self.email.lower()] if self.email else [])]

    @property
    def tapes(self) -> PhoneCallQuerySet:
        """The calls that left a message."""
        return self.phone_calls.exclude(recording_sid="")


def belongings(customer: Customer) -> Belongings:
    visits = Appointment.objects.filter(customer=customer)
    numbers = [each for number in _own_numbers(customer, visits) for each in all_of(number)]
    # What names no visit and no customer is theirs only where nobody else has the number.
    of_visit = Q(appointment__customer=customer)
    by_number = Q(appointment=None, number__in=numbers)
    by_customer = Q(customer=customer) | Q(customer=None, number__in=numbers)
    replies = Reply.objects.filter(of_visit | by_number)
    return Belongings(
        numbers=numbers,
        email=customer.email,
        visits=visits,
        texts=Message.objects.filter(customer=customer),
        replies=replies,
        pictures=ReplyPicture.objects.filter(reply__in=replies),
        phone_calls=PhoneCall.objects.filter(by_customer),
        call_tasks=CallTask.objects.filter(by_customer),
        thanks=Thanks.objects.filter(of_visit),
        questions=Question.objects.filter(of_visit),
        alarms=Alarm.objects.filter(of_visit),
        threads=Thread.objects.filter(number__in=numbers),
        exports=CustomerExport.objects.filter(customer=customer),
    )


def _own_numbers(customer: Customer, visits: QuerySet[Appointment]) -> set[str]:
    contacts = visits.exclude(contact_phone="").values_list("contact_phone", flat=True)
    mine = {str(customer.phone), *map(str, contacts)} - {""}
    others = Customer.objects.filter(phone__in=mine).exclude(pk=customer.pk)
    elsewhere = Appointment.objects.filter(contact_phone__in=mine).exclude(customer=customer)
    shared = {*others.values_list("phone", flat=True)}
    shared |= {*elsewhere.values_list("contact_phone", flat=True)}
    return mine - set(map(str, shared))
