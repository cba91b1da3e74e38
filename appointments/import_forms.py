"""What a manager says of a file: what it is, what its columns say, and who agreed to texts."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.columns import FIELDS, Columns, Field, Kind
from appointments.forms import OfficeForm
from appointments.models import Import
from fieldservice.company.names import validate_line

AGREED, NOT_AGREED = "agreed", "not_agreed"
# Technicians are asked themselves; customers have no days.
UNASKED: Mapping[Kind, tuple[str, ...]] = {
    Kind.CUSTOMERS: ("month_first",),
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
    consent_source = forms.CharField(
        label=_("Where did they agree?"),
        max_length=60,
        validators=[validate_line],
        required=False,
        help_text=_("“Booking form on our website”, “Signed service agreement”."),
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
        "month_first": "yes" if job.month_first else "no",
        "agreed": agreed,
        "consent_source": job.consent_source,
        "consent_on": job.consent_on,
    }


def _choices(kind: Kind) -> list[tuple[str, object]]:
    return [("", _("Leave it out")), *((field.value, field.label) for field in FIELDS[kind])]


def _examples(rows: list[list[str]], column: int) -> list[str]:
    filled = (row[column] for row in rows if column < len(row) and row[column])
    return [text[:60] for text in list(dict.fromkeys(filled))[:3]]
