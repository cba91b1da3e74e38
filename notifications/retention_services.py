"""Managers choose how long each kind of data is kept."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from fieldservice.company.errors import InvalidError
from fieldservice.company.models import Actor
from fieldservice.company.services import default_unit, record
from notifications.models import KeptFor
from notifications.retention import spans

LONGEST = 3650  # days


@transaction.atomic
def keep_for(*, by: Actor, days: Mapping[str, int]) -> bool:
    """Whether anything changed. Raises InvalidError naming the kind."""
    before = spans()
    wrong = next((name for name, span in days.items() if not 1 <= span <= LONGEST), "")
    if wrong:
        raise InvalidError(_("Give a number of days from 1 to 3650."), field=wrong)
    changed = {name: span for name, span in days.items() if before.get(name, span) != span}
    for name, span in changed.items():
        KeptFor.objects.update_or_create(kind=name, defaults={"days": span})
    if changed:
        values = {name: [before[name], span] for name, span in changed.items()}
        details = {"name": "", "values": values}
        record(by=by, what="spans changed", subject=default_unit(), details=details)
    return bool(changed)
