"""What the office may type about a technician's week and time off."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from appointments.forms import OfficeForm
from appointments.models import Shift, TimeOff
from appointments.openings import USUAL_HOURS
from appointments.spans import Hours
from fieldservice.company.fields import line_field
from fieldservice.company.names import tidy
from technicians.models import Technician

MIDNIGHT = time.min
CLOCK = {"type": "time"}


class WeekForm(OfficeForm):
    """One span of hours for each weekday; an empty day is free."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for day in Shift.Weekday:
            self.fields[f"starts_{day.value}"] = _clock(_("%(day)s from") % {"day": day.label})
            self.fields[f"ends_{day.value}"] = _clock(_("%(day)s until") % {"day": day.label})

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        for day in Shift.Weekday:
            starts, ends = data.get(f"starts_{day.value}"), data.get(f"ends_{day.value}")
            if (starts is None) != (ends is None):
                words = _("Type both times, or none.")
                self.add_error(f"ends_{day.value}", ValidationError(words))
            elif starts is not None and starts == ends:
                words = _("A shift needs an end that is not its start.")
                self.add_error(f"ends_{day.value}", ValidationError(words))
        return data

    def week(self) -> dict[int, list[Hours]]:
        """The hours by weekday, for the service that saves them."""
        rows = ((day.value, self._hours(day)) for day in Shift.Weekday)
        return {day: [hours] for day, hours in rows if hours}

    def days(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        for day in Shift.Weekday:
            yield str(day.label), self[f"starts_{day.value}"], self[f"ends_{day.value}"]

    def _hours(self, day: Shift.Weekday) -> Hours | None:
        starts = self.cleaned_data[f"starts_{day.value}"]
        return (starts, self.cleaned_data[f"ends_{day.value}"]) if starts is not None else None


class TimeOffForm(OfficeForm):
    """Whole days, or from a time until a time."""

    first = forms.DateField(
        label=_("First day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("Empty: one day."),
    )
    starts = forms.TimeField(
        label=_("From"),
        required=False,
        widget=forms.TimeInput(CLOCK, "%H:%M"),
        help_text=_("Empty: whole days."),
    )
    ends = forms.TimeField(label=_("Until"), required=False, widget=forms.TimeInput(CLOCK, "%H:%M"))
    why = forms.ChoiceField(
        label=_("Why"),
        choices=TimeOff.Why.choices,
        widget=forms.RadioSelect,
        initial=TimeOff.Why.TIME_OFF,
    )
    note = line_field(
        _("Note"), most=200, hint=_("For the office. Nothing about an illness, please.")
    )
    # How many visits in it somebody has seen and put back on the tray.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_note(self) -> str:
        return tidy(str(self.cleaned_data["note"]))

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not self.errors:
            start, end = self.span(ZoneInfo("UTC"))
            if end <= start:
                late = "ends" if data.get("ends") else "last"
                self.add_error(late, ValidationError(_("The time off ends before it starts.")))
        return data

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """From when until when, in the technician's zone."""
        data = self.cleaned_data
        last = data.get("last") or data["first"]
        if data.get("ends") is None:
            last, ends = last + timedelta(days=1), MIDNIGHT
        else:
            ends = data["ends"]
        start = datetime.combine(data["first"], data.get("starts") or MIDNIGHT, tzinfo=zone)
        return start, datetime.combine(last, ends, tzinfo=zone)


def week_values(technician: Technician) -> dict[str, time]:
    """The week as the form shows it; the usual hours where nobody wrote down any."""
    rows = [(each.weekday, each.starts, each.ends) for each in technician.shifts.all()]
    values: dict[str, time] = {}
    for day, starts, ends in rows or USUAL_HOURS:
        values.setdefault(f"starts_{day}", starts)
        values[f"ends_{day}"] = ends
    return values


def _clock(label: str) -> forms.TimeField:
    widget = forms.TimeInput(CLOCK | {"aria-label": label}, "%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)
