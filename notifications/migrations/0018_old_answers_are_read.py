from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def mark_read(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What came before there was an inbox was dealt with in other ways."""
    replies = apps.get_model("notifications", "Reply").objects.filter(read_at=None)
    replies.update(read_at=F("received_at"))


class Migration(migrations.Migration):
    dependencies = [("notifications", "0017_inbox")]

    operations = [migrations.RunPython(mark_read, migrations.RunPython.noop)]
