"""What a manager says of a file: what it is, what its columns and its words mean, who agreed."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.columns import FIELDS, Columns, Field, Kind
from appointments.forms import OfficeForm
from appointments.importing import cells
from appointments.models import Import, JobType
from fieldservice.company.fields import line_field
from fieldservice.company.models import BusinessUnit
from fieldservice.company.services import default_unit
from technicians.models import Technician

DAYS = {Field.DAY, Field.START, Field.END, Field.COMPLETED, Field.HIRED_ON}
MOST_NAMES = 100
AGREED, NOT_AGREED = "agreed", "not_agreed"
# Technicians are asked themselves; customers have no days.
UNASKED: Mapping[Kind, tuple[str, ...]] = {
    Kind.CUSTOMERS: ("month_first", "business_unit"),
    Kind.TECHNICIANS: ("agreed", "consent_source", "consent_on"),
    Kind.VISITS: (),
}


class FileForm(OfficeForm):
    kind = forms.ChoiceField(
        label=_("What is in it?"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what is in the file.")},
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx), at most 25 MB and 100,000 rows."),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose one with a row of headings."),
        },
    )


class ColumnsForm(OfficeForm):
    """One choice for each column of the file, and the two questions a file can't answer."""

    month_first = forms.ChoiceField(
        label=_("Which day is 03/04/2026 in this file?"),
        choices=[("yes", _("March 4")), ("no", _("3 April"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("The first rows don't tell. Look at the file and say it.")},
    )
    business_unit = forms.ModelChoiceField(
        label=_("Which unit are these visits of?"),
        queryset=BusinessUnit.objects.order_by("-is_default", "name"),
        empty_label=None,
    )
    agreed = forms.ChoiceField(
        label=_("Did these customers agree to get texts from you?"),
        choices=[
            (AGREED, _("Yes, they agreed")),
            (NOT_AGREED, _("No, or nobody knows: they get no texts")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether they agreed. Without it nobody may be texted.")},
    )
    consent_source = line_field(
        _("Where did they agree?"),
        most=60,
        hint=_("“Booking form on our website”, “Signed service agreement”."),
    )
    consent_on = forms.DateField(
        label=_("Since when?"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("The latest day on which any of them may have agreed."),
    )

    def __init__(self, job: Import, data: QueryDict | None = None) -> None:
        super().__init__(data, initial=_initial(job))
        self.job = job
        for name in UNASKED[Kind(job.kind)]:
            del self.fields[name]
        if "business_unit" in self.fields and BusinessUnit.objects.count() == 1:
            del self.fields["business_unit"]
        elif job.kind == Kind.TECHNICIANS:
            self.fields["business_unit"].label = _("Which unit do they work for?")
        for column, heading in enumerate(job.headings):
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=heading or _("Column %(number)s") % {"number": column + 1},
                choices=_choices(Kind(job.kind)),
                initial=job.columns.get(str(column), ""),
                required=False,
            )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("agreed") == AGREED:
            for name in ("consent_source", "consent_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(_("Needed where they agreed.")))
        consent_on = data.get("consent_on")
        if consent_on and consent_on > timezone.localdate():
            self.add_error("consent_on", ValidationError(_("This day is still to come.")))
        return data

    def told(self) -> Columns:
        data = self.cleaned_data
        agreed = data.get("agreed") == AGREED
        return Columns(
            columns={
                int(name.removeprefix("column_")): Field(field)
                for name, field in data.items()
                if name.startswith("column_") and field
            },
            month_first=data.get("month_first", "yes") == "yes",
            consent_source=data["consent_source"] if agreed else "",
            consent_on=data["consent_on"] if agreed else None,
        )

    def unit(self) -> BusinessUnit | None:
        unit: BusinessUnit | None = self.cleaned_data.get("business_unit")
        return unit

    def columns(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each column with what stands in its first rows."""
        rows = self.job.sample[self.job.heading_row + 1 :]
        return [
            (self[f"column_{column}"], _examples(rows, column))
            for column in range(len(self.job.headings))
        ]


def _initial(job: Import) -> dict[str, object]:
    was_told = bool(job.consent_source or job.lines)
    agreed = (AGREED if job.consent_source else NOT_AGREED) if was_told else ""
    return {
        "month_first": _month_first(job, was_told=was_told),
        "business_unit": job.business_unit or default_unit(),
        "agreed": agreed,
        "consent_source": job.consent_source,
        "consent_on": job.consent_on,
    }


def _month_first(job: Import, *, was_told: bool) -> str:
    """What the first rows tell of their days; "" where a person has to look."""
    rows, days = (
        job.sample[job.heading_row + 1 :],
        [c for c, f in job.fields().items() if f in DAYS],
    )
    texts = [row[column] for row in rows for column in days if column < len(row)]
    if not was_told and cells.is_unclear(texts):
        return ""
    found = cells.month_leads(texts)
    return "yes" if (job.month_first if found is None or was_told else found) else "no"


def _choices(kind: Kind) -> list[tuple[str, object]]:
    return [("", _("Leave it out")), *((field.value, field.label) for field in FIELDS[kind])]


def _examples(rows: list[list[str]], column: int) -> list[str]:
    filled = (row[column] for row in rows if column < len(row) and row[column])
    return [text[:60] for text in list(dict.fromkeys(filled))[:3]]


class WordsForm(OfficeForm):
    """What names and kinds of work in a file stand for that are not known here."""

    kind_of_work = forms.ModelChoiceField(
        label=_("All visits are"),
        queryset=JobType.objects.filter(archived_at=None).order_by("name"),
        empty_label=_("What their rows say; new kinds of work are added"),
        help_text=_("With one kind for all, what a row says goes into the visit's notes."),
        required=False,
    )

    def __init__(self, job: Import, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"kind_of_work": job.job_type_id})
        told, unknown = job.names or {}, job.new_words.get("technicians", [])
        self.names = list(dict.fromkeys([*told, *unknown]))[:MOST_NAMES]
        people = Technician.objects.filter(removed_at=None).order_by("display_name")
        choices = [("", _("Nobody yet")), *((str(one.pk), one.display_name) for one in people)]
        for number, name in enumerate(self.names):
            self.fields[f"name_{number}"] = forms.ChoiceField(
                label=name, choices=choices, initial=told.get(name, ""), required=False
            )
        if not (job.job_type_id or job.new_words.get("jobs")):
            del self.fields["kind_of_work"]

    def people(self) -> list[forms.BoundField]:
        return [self[f"name_{number}"] for number in range(len(self.names))]

    def told(self) -> dict[str, str]:
        """Each name with the id of whom it stands for; without those who are nobody."""
        said = {name: self.cleaned_data[f"name_{n}"] for n, name in enumerate(self.names)}
        return {name: pk for name, pk in said.items() if pk}

    def job_type(self) -> JobType | None:
        chosen: JobType | None = self.cleaned_data.get("kind_of_work")
        return chosen
