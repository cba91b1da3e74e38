"""How the company appears in texts: what is missing before the first one, and changing it."""

from collections.abc import Collection

from django.db import transaction

from fieldservice.company.models import Actor, BusinessUnit
from fieldservice.company.services import record

FIRST_NAME = "Your service team"  # what the first migration calls a company it doesn't know


@transaction.atomic
def save_unit(*, by: Actor, unit: BusinessUnit, fields: Collection[str]) -> None:
    """Keep these changed fields, and who changed them."""
    if fields:
        unit.save(update_fields=fields)
        record(by=by, what="company changed", subject=unit, details={"fields": sorted(fields)})
