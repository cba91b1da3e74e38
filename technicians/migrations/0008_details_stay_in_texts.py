# Who agreed to a detail so far agreed to texts: the page did not tell any.

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_in_texts(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    consents = apps.get_model("technicians", "Consent").objects.using(
        schema_editor.connection.alias
    )
    consents.filter(field="interest").update(on_page=False)


class Migration(migrations.Migration):
    dependencies = [("technicians", "0007_languages_are_told")]

    operations = [migrations.RunPython(keep_in_texts, migrations.RunPython.noop, elidable=True)]
