"""Deletes everything the product knows, in an order that leaves nobody pointing at nothing."""

from graphlib import TopologicalSorter

from django.apps import apps
from django.db import models, transaction

from technicians import headshot_files
from technicians.models import Headshot

OURS = ("company", "technicians", "appointments", "notifications")


@transaction.atomic
def empty() -> None:
    """Leave no row in any table of ours; photos go with their rows."""
    keys = list(Headshot.objects.filter(has_files=True).values_list("key", flat=True))
    for model in deletion_order():
        model._base_manager.all().delete()
    # Last: a deletion that is rolled back must not have lost them.
    transaction.on_commit(lambda: _delete_photos(keys))


def deletion_order() -> list[type[models.Model]]:
    """Our models, each before those it points to."""
    ours = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    points_to = {
        model: {
            field.related_model
            for field in model._meta.concrete_fields
            if field.related_model in ours and field.related_model is not model
        }
        for model in ours
    }
    return list(TopologicalSorter(points_to).static_order())[::-1]


def _delete_photos(keys: list[str]) -> None:
    for key in keys:
        headshot_files.delete(key)
