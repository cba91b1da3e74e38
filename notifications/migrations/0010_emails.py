from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0009_texts_to_technicians'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='channel',
            field=models.CharField(choices=[('mms', 'Picture text'), ('sms', 'Text'), ('email', 'E-mail')], default='sms', max_length=8),
        ),
        migrations.AlterField(
            model_name='message',
            name='to',
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AlterField(
            model_name='message',
            name='reason',
            field=models.CharField(blank=True, choices=[('superseded', 'A newer text says it'), ('nothing_new', 'The customer knows this already'), ('too_late', 'It would have come too late'), ('suppressed', 'The customer asked for no texts'), ('by_call', 'The customer wants to be called'), ('by_email', 'The customer wants e-mails'), ('not_asked_for', 'This company sends no such text'), ('trying_again', 'The provider was busy; it is tried again'), ('picture_refused', 'The picture was refused; it goes without'), ('wrong_number', "This number can't get texts"), ('content_refused', 'The provider refused these words'), ('unreachable', 'The phone could not be reached'), ('expired', 'It waited too long at the provider'), ('daily_cap', "The day's limit of texts is reached"), ('sender_stopped', 'The sender is not set up right'), ('quiet_hours', 'It waits for the morning'), ('day_before', 'It goes out the day before the visit'), ('no_answer', 'The provider did not answer; we are finding out'), ('email_refused', 'The e-mail could not be delivered'), ('email_in_doubt', 'Nobody knows whether the e-mail left'), ('given_up', 'Somebody in the office gave it up')], max_length=16),
        ),
    ]
