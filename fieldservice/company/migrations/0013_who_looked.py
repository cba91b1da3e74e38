import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('company', '0012_on_call_phone'),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('what', models.CharField(choices=[('customer', 'Customer'), ('visit', 'Visit'), ('thread', 'Conversation'), ('voicemail', 'Message on tape'), ('export', 'Export')], max_length=10)),
                ('subject_id', models.CharField(max_length=40)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='looks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['user', 'at'], name='look_of_person'), models.Index(fields=['subject_id', 'at'], name='look_at_subject')],
            },
        ),
    ]
