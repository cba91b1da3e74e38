
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appointments', '0015_customers_are_erased'),
        ('notifications', '0034_emails_stopped'),
        ('technicians', '0008_details_stay_in_texts'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='replypicture',
            index=models.Index(fields=['try_at'], name='reply_picture_age'),
        ),
        migrations.AddIndex(
            model_name='visitlink',
            index=models.Index(fields=['expires_at'], name='visit_link_over'),
        ),
    ]
