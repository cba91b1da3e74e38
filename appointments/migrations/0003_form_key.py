"""A booking form sent twice is one visit: the key each form carries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appointments", "0002_no_overlap")]
    operations = [
        migrations.AddField(
            model_name="appointment",
            name="form_key",
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        )
    ]
