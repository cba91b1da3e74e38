"""How many would hear of imported visits, and in which way, if somebody asked for it now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import CharField, Count, Q, Value
from django.db.models.functions import Concat

from appointments.models import Customer, Import
from fieldservice.company.models import BusinessUnit
from fieldservice.company.services import default_unit
from notifications.addresses import kind_of
from notifications.models import Suppression, TextSwitch
from notifications.previewing import sender_of_unit
from notifications.rendering import sender_address
from notifications.states import Kind
from notifications.switches import DEFAULTS

Reach = Customer.Reach


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """Visits that wait, by how their customers would hear of them."""

    visits: int
    texts: int
    emails: int
    calls: int
    nothing: int  # such a text is switched off, or nobody is assigned and only faces are told
    starts: datetime
    takes: timedelta | None  # what the sender needs for the texts; None without a limit

    @property
    def ends(self) -> datetime:
        return self.starts + (self.takes or timedelta())


def outlook(job: Import, now: datetime) -> Outlook:
    """What asking would lead to; the visits of a file are all of one unit."""
    unit = job.business_unit or default_unit()
    sender = sender_of_unit(unit)
    stopped = Suppression.objects.filter(sender=sender).values("number")
    by_text = Q(customer__reach__in=[Reach.PICTURE, Reach.PLAIN]) & ~Q(address__in=stopped)
    has_mail = Q(pk__isnull=not settings.EMAIL_URL) & ~Q(customer__email="")
    has_mail &= ~Q(customer__email__in=Suppression.objects.values("number"))
    by_mail = ~by_text & has_mail & ~Q(customer__reach=Reach.CALL)
    told = Q() if unit.confirm_unassigned else Q(technician__isnull=False)
    texted = told & _introduced(unit)
    network = Value(kind_of(sender_address(sender)))
    address = Concat(network, "customer__phone", output_field=CharField())
    counts = (
        job.visits.to_introduce(now)
        .alias(address=address)
        .aggregate(
            visits=Count("pk"),
            texts=Count("pk", filter=by_text & texted),
            emails=Count("pk", filter=by_mail & texted),
            calls=Count("pk", filter=~by_text & ~by_mail & told),
        )
    )
    nothing = counts["visits"] - counts["texts"] - counts["emails"] - counts["calls"]
    rate = sender.per_second
    takes = timedelta(seconds=counts["texts"] / rate) if rate else None
    return Outlook(**counts, nothing=nothing, starts=now, takes=takes)


def _introduced(unit: BusinessUnit) -> Q:
    """The visits of kinds of work that this unit introduces by text or e-mail."""
    rows = TextSwitch.objects.filter(business_unit=unit, kind=Kind.INTRODUCTION)
    said = list(rows.values_list("job_type_id", "is_on"))
    for_all = next((is_on for job, is_on in said if job is None), DEFAULTS[Kind.INTRODUCTION])
    others = Q(job_type__in=[job for job, is_on in said if job and is_on != for_all])
    return ~others if for_all else others
