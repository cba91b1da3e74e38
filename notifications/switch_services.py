"""What a manager chooses: which texts a unit sends, their tone, and when delays are proposed."""

from collections.abc import Mapping

from django.db import transaction

from appointments.models import JobType
from fieldservice.company.models import Actor, BusinessUnit
from fieldservice.company.services import record
from notifications.models import TextSwitch
from notifications.states import Kind


@transaction.atomic
def choose_texts(
    *,
    by: Actor,
    unit: BusinessUnit,
    switches: Mapping[tuple[int | None, Kind], bool | None],
    tones: Mapping[int, str],
    late_warning: int,
) -> None:
    """Keep what was chosen; None takes a switch away. The next text goes by it."""
    for (job, kind), is_on in switches.items():
        own = TextSwitch.objects.filter(business_unit=unit, job_type=job, kind=kind)
        if is_on is None:
            own.delete()
        elif not own.update(is_on=is_on):
            TextSwitch.objects.create(business_unit=unit, job_type_id=job, kind=kind, is_on=is_on)
    for pk, tone in tones.items():
        JobType.objects.filter(pk=pk).update(tone=tone)
    unit.late_warning = late_warning
    unit.save(update_fields=["late_warning"])
    record(by=by, what="texts chosen", subject=unit)
