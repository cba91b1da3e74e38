from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0025_wordings_have_an_author")]

    operations = [
        migrations.AddIndex(
            model_name="thanks",
            index=models.Index(fields=["at"], name="thanks_at"),
        ),
    ]
