"""“Last changed by Rosa” under whatever can be changed."""

from collections.abc import Mapping

from django import template
from django.db import models

from fieldservice.company.history import SUBJECTS, who
from fieldservice.company.models import Change
from fieldservice.company.services import default_unit

register = template.Library()


@register.inclusion_tag("company/_last_change.html")
def last_change(subject: models.Model | str) -> Mapping[str, object]:
    """The newest line about one thing, or about everything of a tab of the settings."""
    if isinstance(subject, str):
        changes, tab = Change.objects.filter(subject_type__in=SUBJECTS[subject]), subject
    else:
        changes, kind = Change.objects.about(subject), subject._meta.label_lower
        tab = next((tab for tab, kinds in SUBJECTS.items() if kind in kinds), "")
    newest = changes.select_related("user", "token").first()
    zone = default_unit().time_zone if newest else ""
    return {"newest": newest, "who": who(newest) if newest else "", "about": tab, "zone": zone}
