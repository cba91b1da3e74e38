"""The unit of everything that names none; its name is set before the first real text."""

from django.db import migrations


def make(apps, schema_editor):
    unit = apps.get_model("company", "BusinessUnit")
    unit.objects.get_or_create(
        is_default=True, defaults={"name": "Main", "text_name": "Your service team"}
    )


class Migration(migrations.Migration):
    dependencies = [("company", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
