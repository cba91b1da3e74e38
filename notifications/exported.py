"""All that is kept of one customer, in words that another program or a person can read."""

from typing import TypeAlias, TypeVar

from django.db.models import F, Model, Q, QuerySet

from appointments.models import Appointment, Customer, Location
from fieldservice.company.models import Change, Look
from notifications.belongings import Belongings
from notifications.models import DetailTold, Suppression, VisitLink

Row: TypeAlias = dict[str, object]
AnyRow = TypeVar("AnyRow", bound=Model)

OF_CUSTOMER = ("name", "phone", "email", "greeting", "say_it_like", "language", "time_zone",
               "reach", "fewer_texts", "no_personal_texts", "visit_style", "external_id",
               "created_at")  # fmt: skip
OF_PLACE = ("address", "access_notes", "time_zone", "latitude", "longitude")
OF_VISIT = ("id", "status", "arrival_window_start", "arrival_window_end", "planned_start",
            "planned_end", "status_at", "confirmed_at", "expected_at", "recall", "apprentice",
            "contact_name", "contact_phone", "notes", "external_id", "created_at")  # fmt: skip
OF_TEXT = ("appointment_id", "kind", "channel", "state", "reason", "to", "body", "created_at",
           "sent_at", "delivered_at")  # fmt: skip

EMPTY: tuple[object, ...] = (None, "", [])


def everything(customer: Customer, theirs: Belongings) -> dict[str, list[Row]]:
    """By kind; moments are in UTC, and files lie beside it under the ids named here."""
    places = Location.objects.filter(customer=customer)
    stops = Suppression.objects.filter(number__in=theirs.addresses)
    told = DetailTold.objects.filter(customer=customer).order_by("at")
    return {
        "customer": _rows(Customer.objects.filter(pk=customer.pk), *OF_CUSTOMER),
        "addresses": _rows(places, *OF_PLACE),
        "consents": _rows(customer.consent_events.order_by("at"), "granted", "source", "at"),
        "opt_outs": _rows(stops, "number", "source", "at"),
        "visits": _visits(theirs),
        "texts": _rows(theirs.texts.order_by("created_at"), *OF_TEXT),
        "answers": _answers(theirs),
        "thanks": _rows(theirs.thanks.order_by("at"), "appointment_id", "thumb", "words", "at"),
        "calls_from_them": _rows(
            theirs.phone_calls.order_by("started_at"),
            *("id", "number", "outcome", "started_at", "seconds"),
        ),
        "calls_to_them": _rows(
            theirs.call_tasks.order_by("made_at"), "number", "reason", "made_at", "done_at"
        ),
        "alarms": _rows(
            theirs.alarms.order_by("opened_at"),
            *("source", "number", "opened_at", "ended_at", "outcome", "note"),
        ),
        "details_told": [*map(dict, told.values("at", detail=F("line__text")))],
        "pages_opened": _rows(
            VisitLink.objects.filter(appointment__in=theirs.visits),
            *("appointment_id", "opened", "opened_at", "expires_at"),
        ),
        "opened_by": _looks(customer, theirs),
        "history": _history(customer, theirs),
    }


def readable(said: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The same for people: plain names, and nothing that is empty."""
    return {
        _plain(kind): [
            {_plain(name): _said(value) for name, value in row.items() if value not in EMPTY}
            for row in rows
        ]
        for kind, rows in said.items()
    }


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _said(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else value


def _rows(rows: QuerySet[AnyRow], *fields: str) -> list[Row]:
    # A phone number is not known to JSON.
    return [
        {name: str(value) if "phone" in name else value for name, value in row.items()}
        for row in rows.values(*fields)
    ]


def _visits(theirs: Belongings) -> list[Row]:
    visits = theirs.visits.order_by("planned_start")
    beside = visits.values("pk", job=F("job_type__name"), who=F("technician__display_name"))
    names: dict[object, Row] = {
        row["pk"]: {"job_type": row["job"], "technician": row["who"] or ""} for row in beside
    }
    return [row | names.get(row["id"], {}) for row in _rows(visits, *OF_VISIT)]


def _answers(theirs: Belongings) -> list[Row]:
    files: dict[int, list[str]] = {}
    for picture in theirs.pictures:
        files.setdefault(picture.reply_id, []).append(f"pictures/{picture.pk}.jpg")
    replies = theirs.replies.order_by("received_at")
    return [
        {
            "appointment_id": reply.appointment_id,
            "number": reply.number,
            "words": reply.body,
            "received_at": reply.received_at,
            "pictures": files.get(reply.pk, []),
        }
        for reply in replies
    ]


def _looks(customer: Customer, theirs: Belongings) -> list[Row]:
    subjects = [customer.pk, *theirs.visits.values_list("pk", flat=True)]
    looks = Look.objects.filter(subject_id__in=[str(pk) for pk in subjects])
    return [*map(dict, looks.values("at", "what", person=F("user__username")))]


def _history(customer: Customer, theirs: Belongings) -> list[Row]:
    """What was done; by whom of the office is told by their log-in."""
    visits = [str(pk) for pk in theirs.visits.values_list("pk", flat=True)]
    about = Q(subject_type=Customer._meta.label_lower, subject_id=str(customer.pk))
    about |= Q(subject_type=Appointment._meta.label_lower, subject_id__in=visits)
    changes = Change.objects.filter(about).order_by("at")
    person = F("user__username")
    return [*map(dict, changes.values("at", "what", "subject_id", "robot", person=person))]
