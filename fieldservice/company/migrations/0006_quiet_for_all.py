from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("company", "0005_what_needs_approval")]

    operations = [
        migrations.AddField(
            model_name="businessunit",
            name="quiet_for_all",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Urgent news too waits: somebody calls.",
            ),
        ),
    ]
