from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appointments', '0013_no_personal_texts'),
    ]

    operations = [
        migrations.AddField(
            model_name='customer',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
