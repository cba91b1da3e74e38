"""The default unit's sender; the environment describes it from the first delivery on."""

from django.conf import settings
from django.db import migrations


def make(apps, schema_editor):
    unit = apps.get_model("company", "BusinessUnit").objects.get(is_default=True)
    apps.get_model("notifications", "Sender").objects.get_or_create(
        business_unit=unit, defaults={"per_second": settings.SENDER_MPS}
    )


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("company", "0002_default_unit")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
