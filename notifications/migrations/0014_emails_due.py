from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0013_what_was_lost'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('channel', 'email'), ('state', 'queued')), fields=['urgency', 'send_after'], name='message_email_due'),
        ),
    ]
