from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appointments', '0014_files_are_explained'),
    ]

    operations = [
        migrations.AddField(
            model_name='customer',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
