"""What people change about a profile on our pages; imports write whole profiles in services."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldservice.company.errors import ConflictError, InvalidError
from fieldservice.company.models import Actor
from fieldservice.company.services import record
from technicians import drafts, services
from technicians.approval_services import words_need_approval
from technicians.models import Line, Technician
from technicians.services import Profile, write_details, write_lines

Words = Mapping[Line.Kind, tuple[str, ...]]


@transaction.atomic
def save_words(
    *,
    by: Actor,
    technician: Technician,
    words: Mapping[str, Words],
    now: datetime | None = None,
) -> list[Line.Kind]:
    """Make these, by language and kind, all their own words; the kinds that changed.

    What is saved again counts as still true. Whether customers are told is a switch of its own;
    where the company wants it, new words of the technician wait for a manager before.
    """
    now = now or timezone.now()
    services.check_here(technician)
    before = _words_of(technician)
    for language, lines in words.items():
        for kind, texts in lines.items():
            _save_kind(
                by=by,
                technician=technician,
                kind=kind,
                texts=texts,
                language=language,
                now=now,
            )
    after = _words_of(technician)
    changed = [kind for kind in Line.Kind if _of(kind, before) != _of(kind, after)]
    if changed:
        record(by=by, what="words saved", subject=technician, details={"fields": changed})
    return changed


@transaction.atomic
def update_details(*, by: Actor, technician: Technician, profile: Profile) -> Technician:
    """The technician with this name, phone, these skills and so on; own words and consent stay.

    Raises InvalidError naming the field, and then nothing is saved.
    """
    write_details(technician, profile)
    record(by=by, what="profile saved", subject=technician)
    return technician


@transaction.atomic
def set_leaving(*, by: Actor, technician: Technician, left_on: date | None) -> Technician:
    """The technician, who visits nobody from `left_on` on; None: they stay after all."""
    if left_on and left_on < technician.hired_on:
        raise InvalidError(_("Nobody can leave before they start."), field="left_on")
    technician.left_on = left_on
    technician.save(update_fields=["left_on"])
    record(by=by, what="leaving set" if left_on else "leaving undone", subject=technician)
    return technician


@transaction.atomic
def tell(*, by: Actor, technician: Technician, field: str, on: bool) -> None:
    """Switch a field on or off for customers.

    Raises ConflictError when the technician switched it off and `by` is somebody else.
    """
    if not on:
        services.withdraw(by=by, technician=technician, field=field)
        return
    services.grant(by=by, technician=technician, fields=[field])
    if not technician.consents.filter(field=field, withdrawn_at=None).exists():
        message = _("%(name)s switched this off. Nobody else can switch it on again.")
        raise ConflictError(message % {"name": technician.first_name})
    record(by=by, what="consent granted", subject=technician, details={"field": field})


Known = list[tuple[str, str, str]]


def _save_kind(
    *,
    by: Actor,
    technician: Technician,
    kind: Line.Kind,
    texts: tuple[str, ...],
    language: str,
    now: datetime,
) -> None:
    services.check_lines(technician, kind, texts, language, now)
    if words_need_approval(by, technician):
        if drafts.keep(technician, kind, language, texts, now):
            return
    elif drafts.holds(technician, kind, language, texts):
        return  # the office saved a page that shows what waits; that is not a yes
    drafts.drop(technician, kind, language)
    write_lines(technician, kind, texts, language, now)


def _words_of(technician: Technician) -> Known:
    fresh = Technician.objects.get(pk=technician.pk)  # what was fetched before is not true now
    return [(line.kind, line.language, line.text) for line in drafts.as_written(fresh)]


def _of(kind: str, words: Known) -> Known:
    return [line for line in words if line[0] == kind]
