import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appointments', '0015_customers_are_erased'),
        ('notifications', '0032_what_pages_told'),
        ('technicians', '0006_van'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CustomerExport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('waiting', 'Being made'), ('ready', 'Ready'), ('failed', 'Could not be made')], default='waiting', max_length=8)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('stored', models.CharField(blank=True, max_length=100)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('busy_until', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='KeptFor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, unique=True)),
                ('days', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)])),
            ],
            options={
                'verbose_name_plural': 'spans data is kept for',
            },
        ),
        migrations.AlterField(
            model_name='message',
            name='reason',
            field=models.CharField(blank=True, choices=[('superseded', 'A newer text says it'), ('nothing_new', 'The customer knows this already'), ('too_late', 'It would have come too late'), ('suppressed', 'The customer asked for no texts'), ('by_call', 'The customer wants to be called'), ('by_phone', 'They were told by phone'), ('by_email', 'The customer wants e-mails'), ('not_asked_for', 'This company sends no such text'), ('trying_again', 'The provider was busy; it is tried again'), ('picture_refused', 'The picture was refused; it goes without'), ('wrong_number', "This number can't get texts"), ('content_refused', 'The provider refused these words'), ('unreachable', 'The phone could not be reached'), ('expired', 'It waited too long at the provider'), ('daily_cap', "The day's limit of texts is reached"), ('sender_stopped', 'The sender is not set up right'), ('quiet_hours', 'It waits for the morning'), ('day_before', 'It goes out the day before the visit'), ('no_answer', 'The provider did not answer; we are finding out'), ('email_refused', 'The e-mail could not be delivered'), ('email_in_doubt', 'Nobody knows whether the e-mail left'), ('given_up', 'Somebody in the office gave it up'), ('erased', 'The customer was erased')], max_length=16),
        ),
        migrations.AddIndex(
            model_name='calltask',
            index=models.Index(condition=models.Q(('number', ''), _negated=True), fields=['made_at'], name='call_with_number'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('body', ''), _negated=True), fields=['created_at'], name='message_with_words'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('media_url', ''), _negated=True), fields=['created_at'], name='message_with_picture'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['expires_at'], name='question_over'),
        ),
        migrations.AddIndex(
            model_name='reply',
            index=models.Index(condition=models.Q(('number', ''), _negated=True), fields=['received_at'], name='reply_with_number'),
        ),
        migrations.AddField(
            model_name='customerexport',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='customerexport',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to='appointments.customer'),
        ),
    ]
