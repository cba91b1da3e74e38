"""Customers that are there already are found by their words too."""

from collections.abc import Iterator
from itertools import islice

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from phonenumber_field.phonenumber import PhoneNumber

from appointments.search_words import number_words, words_of

AT_ONCE = 2000


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("appointments", "SearchWord")
    found = (rows(**owner, word=word) for owner, words in _found(apps) for word in words)
    while chunk := list(islice(found, AT_ONCE)):
        rows.objects.bulk_create(chunk)


def _found(apps: StateApps) -> Iterator[tuple[dict[str, object], set[str]]]:
    for customer in apps.get_model("appointments", "Customer").objects.iterator():
        words = words_of(customer.name) | words_of(customer.external_id or "")
        yield {"customer_id": customer.pk}, words | _number(customer.phone)
    for place in apps.get_model("appointments", "Location").objects.iterator():
        yield {"customer_id": place.customer_id, "place_id": place.pk}, words_of(place.address)
    visits = apps.get_model("appointments", "Appointment").objects
    for visit in visits.exclude(contact_name="", contact_phone="").iterator():
        owner = {"customer_id": visit.customer_id, "visit_id": visit.pk}
        yield owner, words_of(visit.contact_name) | _number(visit.contact_phone)


def _number(phone: PhoneNumber | str) -> set[str]:
    return number_words(str(phone), str(phone.national_number)) if phone else set()


class Migration(migrations.Migration):
    dependencies = [("appointments", "0008_search_words")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
