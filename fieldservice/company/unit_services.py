"""What a manager does with business units: add, change, make one the default, give it a logo."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldservice.company import logos
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import Actor, BusinessUnit
from fieldservice.company.services import default_unit, record, save_changes
from fieldservice.company.signals import default_unit_changed


def save_unit(
    *, by: Actor, unit: BusinessUnit, changes: Mapping[str, object], seen: int | None = None
) -> bool:
    """Keep these values; False where all is as it was. StaleError as in `save_changes`."""
    return save_changes(by=by, what="unit changed", subject=unit, changes=changes, seen=seen)


@transaction.atomic
def add_unit(*, by: Actor, changes: Mapping[str, object]) -> BusinessUnit:
    """A new unit. It sends from the default sender until it has one of its own."""
    unit = BusinessUnit.objects.create(**changes)
    record(by=by, what="unit added", subject=unit, details={"name": unit.name})
    return unit


@transaction.atomic
def make_default(*, by: Actor, unit: BusinessUnit) -> None:
    """Let everything that names no unit belong to this one from now on."""
    before = BusinessUnit.objects.select_for_update().get(is_default=True)
    if before == unit:
        raise ConflictError(_("This is the default unit already."))
    BusinessUnit.objects.filter(pk=before.pk).update(is_default=False)
    guided = before.guided_at
    BusinessUnit.objects.filter(pk=unit.pk).update(is_default=True, guided_at=guided)
    values = {"is_default": [before.name, unit.name]}
    details = {"name": unit.name, "values": values}
    record(by=by, what="default unit chosen", subject=unit, details=details)
    default_unit_changed.send(BusinessUnit, before=before, unit=unit)


def set_logo(*, by: Actor, unit: BusinessUnit, upload: bytes) -> None:
    """Show this logo from now on; the one before is gone. Raises InvalidError for no picture."""
    key = logos.save(logos.cleaned(upload))
    _change_logo(by, unit, key, "logo uploaded")


def remove_logo(*, by: Actor, unit: BusinessUnit) -> None:
    """Show no logo any more."""
    _change_logo(by, unit, "", "logo removed")


def close_guide(*, by: Actor, now: datetime | None = None) -> None:
    """Don't lead managers to the first-run guide any more; they still find it."""
    unit = default_unit()
    unit.guided_at = now or timezone.now()
    unit.save(update_fields=["guided_at"])
    record(by=by, what="guide closed", subject=unit, details={"name": unit.name})


@transaction.atomic
def _change_logo(by: Actor, unit: BusinessUnit, key: str, what: str) -> None:
    row = BusinessUnit.objects.select_for_update().get(pk=unit.pk)
    # A new file that ends without a row is a few kilobytes; a row without its file is a hole.
    transaction.on_commit(partial(logos.delete, row.logo_key))
    row.logo_key = key
    row.save(update_fields=["logo_key"])
    record(by=by, what=what, subject=row, details={"name": row.name})
