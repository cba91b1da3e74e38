from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("company", "0004_tries_are_counted")]

    operations = [
        migrations.AddField(
            model_name="businessunit",
            name="approve_photos",
            field=models.BooleanField(
                db_default=True,
                default=True,
                help_text="A manager looks at technicians' own photos first.",
            ),
        ),
        migrations.AddField(
            model_name="businessunit",
            name="approve_words",
            field=models.BooleanField(
                db_default=True,
                default=True,
                help_text="A manager reads technicians' own words first.",
            ),
        ),
    ]
