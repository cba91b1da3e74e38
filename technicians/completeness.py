"""Whose profile lacks what customers like to hear; what is kept back by choice lacks nothing."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from technicians.models import Consent, Draft, Headshot, Line, Technician

OWN_WORDS = (Consent.Field.OPENER, Consent.Field.INTEREST, Consent.Field.BIO)
USABLE = (Headshot.State.READY, Headshot.State.WAITING, Headshot.State.PROCESSING)


def incomplete(day: date) -> QuerySet[Technician]:
    """Who works on that day and lacks a photo, skills or any own words; each says which.

    As `lacks_photo`, `lacks_skills`, `lacks_words`. Who pauses shows nothing by choice.
    """
    own = {"technician": OuterRef("pk")}
    has_skills = Exists(Technician.skills.through.objects.filter(**own))
    has_photo = Exists(Headshot.objects.filter(**own, state__in=USABLE))
    has_words = Exists(Line.objects.filter(**own)) | Exists(Draft.objects.filter(**own))
    people = Technician.objects.working_on(day).filter(removed_at=None, paused_at=None)
    return people.annotate(
        lacks_photo=_lacks(Q(has_photo), Consent.Field.PHOTO),
        lacks_skills=_lacks(Q(has_skills), Consent.Field.SKILLS),
        lacks_words=_lacks(Q(has_words), *OWN_WORDS),
    ).filter(Q(lacks_photo=True) | Q(lacks_skills=True) | Q(lacks_words=True))


def _lacks(is_there: Q, *fields: Consent.Field) -> Q:
    said = Consent.objects.filter(technician=OuterRef("pk"), field__in=fields)
    is_withheld = Exists(said.filter(withdrawn_at__isnull=False))
    is_told = Exists(said.filter(withdrawn_at=None))
    return ~Q(is_withheld) & ~(Q(is_told) & is_there)
