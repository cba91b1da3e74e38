"""What technicians write and upload themselves, and who lets it reach customers."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldservice.company.errors import InvalidError, StaleError
from fieldservice.company.models import Actor, BusinessUnit
from fieldservice.company.services import default_unit, record
from technicians import services
from technicians.models import Consent, Draft, Headshot, Line, Technician
from technicians.signals import answered

LONGEST_ANSWER = 300


def words_need_approval(by: Actor, technician: Technician) -> bool:
    """Whether new words of `by` wait: those of the technician do, where the company wants it."""
    return _is_own(by, technician) and _unit(technician).approve_words


def photos_need_approval(by: Actor, technician: Technician) -> bool:
    return _is_own(by, technician) and _unit(technician).approve_photos


@transaction.atomic
def approve_words(*, by: Actor, draft: Draft, seen: str, now: datetime | None = None) -> None:
    """Let customers be told these words. Raises StaleError when they are others than were seen."""
    now = now or timezone.now()
    _check_seen(draft.written_at, seen)
    one, kind = draft.technician, Line.Kind(draft.kind)
    services.write_lines(one, kind, draft.texts, draft.language, now)
    draft.delete()
    record(by=by, what="words approved", subject=one, details={"fields": [draft.kind]})
    answered.send(sender=Technician, technician=one, by=by, now=now)


@transaction.atomic
def answer_words(
    *, by: Actor, draft: Draft, seen: str, answer: str, now: datetime | None = None
) -> None:
    """Send them back with a sentence; what was told so far goes on being told."""
    _check_seen(draft.written_at, seen)
    draft.answer = _sentence(answer)
    draft.save(update_fields=["answer"])
    one = draft.technician
    record(by=by, what="words sent back", subject=one, details={"fields": [draft.kind]})
    answered.send(sender=Technician, technician=one, by=by, now=now or timezone.now())


@transaction.atomic
def approve_photo(*, by: Actor, shot: Headshot, now: datetime | None = None) -> None:
    """Let customers see it. Raises StaleError when it doesn't wait any more."""
    now = now or timezone.now()
    one = Technician.objects.select_for_update().get(pk=shot.technician_id)
    _check_waiting(shot)
    ready = one.headshots.filter(state=Headshot.State.READY)
    ready.update(state=Headshot.State.SUPERSEDED, ended_at=now)
    one.headshots.filter(pk=shot.pk).update(
        state=Headshot.State.READY, published_at=now, ended_at=None, needs_approval=False
    )
    record(by=by, what="photo approved", subject=one)
    answered.send(sender=Technician, technician=one, by=by, now=now)


@transaction.atomic
def answer_photo(*, by: Actor, shot: Headshot, answer: str, now: datetime | None = None) -> None:
    """Send it back with a sentence; the photo before stays in use."""
    now = now or timezone.now()
    _check_waiting(shot)
    shot.state, shot.answer, shot.ended_at = Headshot.State.REFUSED, _sentence(answer), now
    shot.save(update_fields=["state", "answer", "ended_at"])
    record(by=by, what="photo sent back", subject=shot.technician)
    answered.send(sender=Technician, technician=shot.technician, by=by, now=now)


def _is_own(by: Actor, technician: Technician) -> bool:
    return services.source_of(by, technician) == Consent.Source.SELF


def _unit(technician: Technician) -> BusinessUnit:
    return technician.business_unit or default_unit()


def _check_seen(written_at: datetime, seen: str) -> None:
    if written_at.isoformat() != seen:
        raise StaleError(_("They have changed it in the meantime. Look at it again."))


def _check_waiting(shot: Headshot) -> None:
    waiting = Headshot.objects.filter(pk=shot.pk, state=Headshot.State.WAITING)
    if not waiting.exists():
        raise StaleError(_("This photo doesn't wait any more."))


def _sentence(answer: str) -> str:
    said = " ".join(answer.split())
    if not said:
        raise InvalidError(_("Say in a sentence what should be different."), field="answer")
    return said[:LONGEST_ANSWER]
