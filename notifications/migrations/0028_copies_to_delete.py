"""Beside pictures, the provider is to delete texts, calls and recordings too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0012_job_types_are_archived"),
        ("notifications", "0027_word_that_an_answer_comes"),
    ]

    operations = [
        # The table keeps its name: workers of the release before still write to it.
        migrations.AlterModelTable(name="keptpicture", table="notifications_keptpicture"),
        migrations.RenameModel("KeptPicture", "KeptCopy"),
        migrations.AlterModelOptions(
            name="keptcopy", options={"verbose_name_plural": "kept copies"}
        ),
        migrations.AddField(
            model_name="keptcopy",
            name="what",
            field=models.CharField(
                choices=[
                    ("pictures", "pictures"),
                    ("text", "text"),
                    ("call", "call"),
                    ("recording", "recording"),
                ],
                db_default="pictures",
                default="pictures",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="keptcopy",
            name="sid",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="keptcopy",
            name="customer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="kept_copies",
                to="appointments.customer",
            ),
        ),
        migrations.AlterField(
            model_name="keptcopy",
            name="attempt",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="kept_copy",
                to="notifications.attempt",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptcopy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sid", ""), _negated=True),
                fields=("what", "sid"),
                name="one_kept_copy",
            ),
        ),
    ]
