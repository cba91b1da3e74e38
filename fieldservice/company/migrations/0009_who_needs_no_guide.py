"""Companies that gave themselves a name before there was a guide don't need one."""

from django.db import migrations
from django.utils import timezone

FIRST_NAME = "Your service team"


def close(apps, schema_editor):
    units = apps.get_model("company", "BusinessUnit").objects.filter(is_default=True)
    units.exclude(text_name=FIRST_NAME).update(guided_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("company", "0008_units_have_a_face_and_a_guide")]
    operations = [migrations.RunPython(close, migrations.RunPython.noop)]
