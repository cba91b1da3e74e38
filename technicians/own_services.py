"""What technicians do with their own profile beyond words: publish it, renew what is still true."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fieldservice.company.models import Actor
from fieldservice.company.services import record
from technicians import services
from technicians.models import Certification, Consent, Line, Technician


@dataclass(frozen=True)
class Paper:
    """A certificate, and the year it is from if they say it."""

    name: str
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class About:
    """What technicians say about their name and trade; "" and None are left out."""

    say_it_like: str = ""
    pronouns: str = ""
    years_before: int | None = None
    van: str = ""
    van_translated: str = ""
    papers: tuple[Paper, ...] = ()


@transaction.atomic
def publish(
    *,
    by: Actor,
    technician: Technician,
    shown: Collection[str],
    told: Collection[str],
    now: datetime | None = None,
) -> None:
    """Tell customers the fields in `told`, and keep back the others that were `shown`.

    Lines that are published count as still true.
    """
    now = now or timezone.now()
    chosen = [field for field in shown if field in told]
    services.grant(by=by, technician=technician, fields=chosen, now=now)
    technician.lines.filter(kind__in=chosen).update(renewed_at=now)
    for field in shown:
        if field not in told:
            services.withdraw(by=by, technician=technician, field=field, now=now)
    record(by=by, what="profile published", subject=technician, details={"fields": chosen})


@transaction.atomic
def save_about(*, by: Actor, technician: Technician, about: About) -> list[str]:
    """Keep this, and say which fields of consent it changed; whether they are told is a switch."""
    before, known = _said(technician), _papers(technician)
    technician.say_it_like, technician.pronouns = about.say_it_like, about.pronouns
    technician.years_before = about.years_before
    technician.van, technician.van_translated = about.van, about.van_translated
    technician.save(
        update_fields=["say_it_like", "pronouns", "years_before", "van", "van_translated"]
    )
    changed = [field for field, value in _said(technician).items() if value != before[field]]
    if known != about.papers:
        technician.certifications.all().delete()
        Certification.objects.bulk_create(
            Certification(technician=technician, name=paper.name, year=paper.year)
            for paper in about.papers
        )
        changed.append(Consent.Field.CERTIFIED)
    if changed:
        record(by=by, what="words saved", subject=technician, details={"fields": changed})
    return changed


@transaction.atomic
def renew(*, by: Actor, line: Line, now: datetime | None = None) -> None:
    """Let customers be told this line for another half year: it is still true."""
    line.renewed_at = now or timezone.now()
    line.save(update_fields=["renewed_at"])
    details = {"fields": [line.kind]}
    record(by=by, what="still true", subject=line.technician, details=details)


def _said(technician: Technician) -> dict[str, object]:
    return {
        Consent.Field.SAY_LIKE.value: technician.say_it_like,
        Consent.Field.PRONOUNS.value: technician.pronouns,
        Consent.Field.TRADE.value: technician.years_before,
    }


def _papers(technician: Technician) -> tuple[Paper, ...]:
    rows = Certification.objects.filter(technician=technician)
    return tuple(Paper(row.name, row.year) for row in rows)
