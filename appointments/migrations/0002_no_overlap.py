"""One technician is in one place at a time: an exclusion constraint where the database has it."""

from django.db import migrations

# A range over uuid lets gist compare technicians without the btree_gist extension.
FORWARD = [
    "CREATE TYPE uuid_span AS RANGE (subtype = uuid)",
    """
    ALTER TABLE appointments_appointment ADD CONSTRAINT no_overlap EXCLUDE USING gist (
        uuid_span(technician_id, technician_id, '[]') WITH &&,
        tstzrange(planned_start, planned_end, '[)') WITH &&
    ) WHERE (technician_id IS NOT NULL AND status IN ('scheduled', 'on_the_way', 'arrived'))
    """,
]
BACKWARD = [
    "ALTER TABLE appointments_appointment DROP CONSTRAINT no_overlap",
    "DROP TYPE uuid_span",
]


def run(statements):
    def apply(apps, schema_editor):
        # SQLite has no such constraint; its transactions run one at a time, so the check is enough.
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return apply


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]
    operations = [migrations.RunPython(run(FORWARD), run(BACKWARD))]
