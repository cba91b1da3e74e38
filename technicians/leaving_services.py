"""Somebody has left: everything about them goes, and only numbers without a name stay."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fieldservice.company.models import Actor, User
from fieldservice.company.services import default_unit, record
from technicians import headshots
from technicians.models import Consent, Technician
from technicians.signals import left_for_good


@transaction.atomic
def remove_everything(*, by: Actor, technician: Technician, now: datetime | None = None) -> None:
    """Photos, words, consent, name and log-in gone; visits ahead are without a technician again.

    The record of who it was stays empty, so that visits and texts can still be counted, and so
    that an integration which sends them again doesn't bring them back. Doing it twice is fine.
    """
    now = now or timezone.now()
    if technician.removed_at:
        return
    # First, as it is still known whose visits and texts they are.
    left_for_good.send(sender=Technician, technician=technician, by=by, now=now)
    _end_log_in(technician.user)
    for words in (technician.lines, technician.drafts, technician.certifications):
        words.all().delete()
    technician.skills.clear()
    technician.consents.update(withdrawn_at=now, source=Consent.Source.COMPANY)
    technician.headshots.all().withdraw(now)
    _empty(technician, now)
    record(by=by, what="everything removed", subject=technician)
    # Not sooner: files don't come back with a transaction. What fails here, tidying does later.
    clear = partial(headshots.clear, technician.headshots.all(), now)
    transaction.on_commit(clear, robust=True)


def _end_log_in(user: User | None) -> None:
    if user is None or user.role != User.Role.TECHNICIAN:
        return
    # Sessions and links end with it.
    user.is_active = False
    user.set_unusable_password()
    user.username = f"left-{user.pk}"
    user.first_name = user.last_name = user.email = ""
    user.save()


def _empty(technician: Technician, now: datetime) -> None:
    unit = technician.business_unit or default_unit()
    today = timezone.localdate(now)
    with translation.override(unit.language):
        technician.display_name = _("Somebody who has left")
    technician.left_on = min(technician.left_on or today, today)
    technician.phone = technician.say_it_like = technician.pronouns = ""
    technician.years_before, technician.languages = None, []
    technician.removed_at, technician.paused_at = now, None
    if technician.user and technician.user.is_active:
        technician.user = None  # of a manager who also went to customers
    technician.save()
