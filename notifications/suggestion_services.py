"""What one click does about an answer that seems to ask for it; nothing is done without a click."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldservice.company.errors import ConflictError
from fieldservice.company.models import User
from notifications import inbox_services, question_services, services
from notifications.inbox_people import visit_of
from notifications.models import Reply
from notifications.suggestions import Suggestion


@transaction.atomic
def act(*, by: User, reply: Reply, suggestion: Suggestion, now: datetime | None = None) -> str:
    """What was done, in words for the person who clicked; the answer counts as read.

    Raises ConflictError where it can't be done.
    """
    now = now or timezone.now()
    said = _DO[suggestion](by, reply, now)
    inbox_services.mark_read(by=by, reply=reply, now=now)
    return said


def _offer_times(by: User, reply: Reply, now: datetime) -> str:
    if not question_services.hear_another_time(reply, now):
        raise ConflictError(_("No visit of theirs can be moved. Answer or call them."))
    return _("They are offered other times, or called where none is free.")


def _say_who(by: User, reply: Reply, now: datetime) -> str:
    visit = visit_of(reply)
    if visit is None or visit.technician_id is None:
        raise ConflictError(_("Nobody is assigned yet. Answer them."))
    services.send_again(by=by, appointment=visit, form_key=f"who:{reply.pk}", now=now)
    return _("The introduction goes out again.")


def _call_them(by: User, reply: Reply, now: datetime) -> str:
    inbox_services.note_call(by=by, reply=reply, now=now)
    return _("It stands among the calls to make.")


_DO = {
    Suggestion.OFFER_TIMES: _offer_times,
    Suggestion.SAY_WHO: _say_who,
    Suggestion.CALL_THEM: _call_them,
}
