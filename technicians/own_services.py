"""What technicians do with their own profile beyond words: publish it, renew what is still true."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fieldservice.company.models import Actor
from fieldservice.company.services import record
from technicians import services
from technicians.models import Technician


@transaction.atomic
def publish(
    *,
    by: Actor,
    technician: Technician,
    shown: Collection[str],
    told: Collection[str],
    now: datetime | None = None,
) -> None:
    """Tell customers the fields in `told`, and keep back the others that were `shown`."""
    now = now or timezone.now()
    chosen = [field for field in shown if field in told]
    services.grant(by=by, technician=technician, fields=chosen, now=now)
    for field in shown:
        if field not in told:
            services.withdraw(by=by, technician=technician, field=field, now=now)
    record(by=by, what="profile published", subject=technician, details={"fields": chosen})
