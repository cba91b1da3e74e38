"""What technicians alone decide: where each field is told, and a pause for everything at once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldservice.company.errors import ConflictError
from fieldservice.company.models import Actor
from fieldservice.company.services import record
from technicians import services
from technicians.models import Consent, Technician


@transaction.atomic
def tell_where(*, by: Actor, technician: Technician, field: str, texts: bool, page: bool) -> None:
    """Let this field be told in texts, on the customer's page, in both or, withdrawn, in neither.

    Raises ConflictError when `by` is somebody else than the technician.
    """
    _check_own(by, technician)
    if not (texts or page):
        services.withdraw(by=by, technician=technician, field=field)
        return
    services.grant(by=by, technician=technician, fields=[field])
    places = {"in_texts": texts, "on_page": page}
    technician.consents.filter(field=field).update(**places)
    record(by=by, what="places set", subject=technician, details={"field": field, **places})


@transaction.atomic
def pause(*, by: Actor, technician: Technician, on: bool, now: datetime | None = None) -> None:
    """Tell customers the first name only, from the very next text on; or go on as before.

    Raises ConflictError when `by` is somebody else than the technician.
    """
    _check_own(by, technician)
    if on == bool(technician.paused_at):
        return
    technician.paused_at = (now or timezone.now()) if on else None
    technician.save(update_fields=["paused_at"])
    record(by=by, what="paused" if on else "went on", subject=technician)


def _check_own(by: Actor, technician: Technician) -> None:
    if services.source_of(by, technician) != Consent.Source.SELF:
        message = _("Only %(name)s decides this.")
        raise ConflictError(message % {"name": technician.first_name})
