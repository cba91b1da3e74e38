"""Who gets a link by text, who uses one, and signing somebody out everywhere."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldservice.company import limits
from fieldservice.company.errors import ConflictError
from fieldservice.company.limits import Limit
from fieldservice.company.models import Actor, User
from fieldservice.company.services import record
from technicians import signing_in
from technicians.models import Technician
from technicians.signals import link_wanted
from technicians.signing_in import INVITED, Purpose, may_have_link

logger = logging.getLogger(__name__)

# Before the number is looked up, so that an unknown one is counted like any other.
A_MINUTE = Limit("links of a number in a minute", 1, timedelta(minutes=1))
AN_HOUR = Limit("links of a number in an hour", 5, timedelta(hours=1))


def ask_link(*, phone: str, now: datetime | None = None) -> None:
    """Have a link texted to the technician with this number, if it is the number of just one.

    Whoever asks learns nothing from it.
    """
    now = now or timezone.now()
    is_in_time = _has_a_text_left(phone, now)
    found = sharing(phone, now)
    if not is_in_time:
        logger.warning("A number asked for too many links")
    elif len(found) != 1:
        logger.warning("A number of %d technicians asked for a link", len(found))
    else:
        _want(found[0], Purpose.SIGN_IN, now)


@transaction.atomic
def invite(*, by: Actor, technician: Technician, now: datetime | None = None) -> None:
    """Have an invitation texted. Raises ConflictError when no text could let them in."""
    now = now or timezone.now()
    refusal = why_not(technician, now)
    if refusal:
        raise ConflictError(refusal, field="phone")
    if not _has_a_text_left(technician.phone.as_e164, now):
        raise ConflictError(_("A link was sent to this number just now. Wait a minute."))
    _want(technician, Purpose.INVITATION, now)
    record(by=by, what=INVITED, subject=technician)


@transaction.atomic
def use_link(*, token: str, now: datetime | None = None) -> User | None:
    """Whom the link lets in, once; None for every other try."""
    now = now or timezone.now()
    technician = signing_in.owner(token)
    user = technician.user if technician else None
    if technician is None or user is None:
        logger.warning("A link to sign in was used, too old or made up")
        return None
    # Of two who press at once one wins, as the link hangs on the last time of signing in.
    unused = User.objects.filter(pk=user.pk, last_login=user.last_login)
    if not unused.update(last_login=now):
        return None
    record(by=user, what="signed in by text", subject=technician)
    return user


@transaction.atomic
def sign_out_everywhere(*, by: Actor, technician: Technician) -> None:
    """End every session and every link of theirs, and the password if they had one."""
    user = technician.user
    if user is None or user.role != User.Role.TECHNICIAN:
        raise ConflictError(_("Nobody signs in as this technician."))
    # Sessions and links both hang on the password, even on one that fits nothing.
    user.set_unusable_password()
    user.save(update_fields=["password"])
    record(by=by, what="signed out everywhere", subject=technician)


def why_not(technician: Technician, now: datetime) -> str:
    """Why no link can be texted, in words for the office; nothing when it can."""
    if not technician.phone:
        return _("A mobile phone is missing.")
    if not may_have_link(technician, timezone.localdate(now)):
        return _("The log-in is closed, or somebody else's.")
    others = [one for one in sharing(technician.phone.as_e164, now) if one != technician]
    if others:
        shared = _("%(name)s has this number too. A link must reach one person only.")
        return shared % {"name": others[0].display_name}
    return ""


def sharing(phone: str, now: datetime) -> list[Technician]:
    """Those a link to this number could let in."""
    today = timezone.localdate(now)
    technicians = Technician.objects.working_on(today).filter(phone=phone).select_related("user")
    return [one for one in technicians if may_have_link(one, today)]


def _has_a_text_left(phone: str, now: datetime) -> bool:
    return limits.take(A_MINUTE, phone, now) and limits.take(AN_HOUR, phone, now)


@transaction.atomic
def make_log_in(*, technician: Technician) -> None:
    """Give them a log-in without a password if they have none, so that a link can let them in."""
    if technician.user is not None:
        return
    first, _space, last = technician.display_name.partition(" ")
    names = {"first_name": first, "last_name": last, "role": User.Role.TECHNICIAN}
    # A name nobody types, so it only has to be theirs alone.
    technician.user, is_new = User.objects.get_or_create(
        username=f"technician-{technician.pk}", defaults=names
    )
    if is_new:
        technician.user.set_unusable_password()
        technician.user.save(update_fields=["password"])
    technician.save(update_fields=["user"])


def _want(technician: Technician, purpose: Purpose, now: datetime) -> None:
    """Announce that a link is to be texted; whoever has no log-in gets one first."""
    make_log_in(technician=technician)
    link_wanted.send(sender=Technician, technician=technician, purpose=purpose, now=now)
