"""Finds technicians to ask whether words are still true and the photo is new; it sends nothing."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from technicians.models import (
    LINE_SLEEPS_AFTER,
    PHOTO_AGES_AFTER,
    Consent,
    Headshot,
    Line,
    Technician,
)

ASKED_BEFORE = timedelta(days=14)  # a line is asked about so long before it sleeps
ASK_AGAIN_AFTER = timedelta(days=14)


def is_drowsy(line: Line, now: datetime) -> bool:
    """Whether customers are told this line still, but not for much longer."""
    return line.is_awake(now) and now - line.renewed_at >= LINE_SLEEPS_AFTER - ASKED_BEFORE


def to_ask(now: datetime) -> list[Technician]:
    """Those with a line that customers are told and that sleeps within two weeks."""
    told = Consent.objects.filter(
        technician=OuterRef("technician"), field=OuterRef("kind"), withdrawn_at=None
    )
    since = now - LINE_SLEEPS_AFTER
    drowsy = Line.objects.filter(
        Exists(told),
        technician=OuterRef("pk"),
        renewed_at__gt=since,
        renewed_at__lte=since + ASKED_BEFORE,
    )
    return list(_reachable(now).filter(Exists(drowsy), _rested("words_asked_at", now)))


def photos_to_renew(now: datetime) -> list[Technician]:
    """Those whose photo customers get and that is older than twelve months."""
    told = Consent.objects.filter(
        technician=OuterRef("technician"), field=Consent.Field.PHOTO, withdrawn_at=None
    )
    before = now - PHOTO_AGES_AFTER
    old = Q(first_uploaded_at__lte=before) | Q(first_uploaded_at=None, uploaded_at__lte=before)
    shots = Headshot.objects.filter(
        old, Exists(told), technician=OuterRef("pk"), state=Headshot.State.READY
    )
    return list(_reachable(now).filter(Exists(shots), _rested("photo_asked_at", now)))


def words_asked(technician: Technician, now: datetime) -> bool:
    """Note that they are asked now; False when somebody else was quicker."""
    free = Technician.objects.filter(_rested("words_asked_at", now), pk=technician.pk)
    return bool(free.update(words_asked_at=now))


def photo_asked(technician: Technician, now: datetime) -> bool:
    """Note that they are asked now; False when somebody else was quicker."""
    free = Technician.objects.filter(_rested("photo_asked_at", now), pk=technician.pk)
    return bool(free.update(photo_asked_at=now))


def _reachable(now: datetime) -> QuerySet[Technician]:
    working = Technician.objects.working_on(now.date())
    return working.filter(paused_at=None).exclude(phone="")


def _rested(column: str, now: datetime) -> Q:
    return Q(**{column: None}) | Q(**{f"{column}__lte": now - ASK_AGAIN_AFTER})
