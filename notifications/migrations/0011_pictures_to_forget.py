from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0010_emails")]

    operations = [
        migrations.CreateModel(
            name="KeptPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider_sid", models.CharField(max_length=40, unique=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("try_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
