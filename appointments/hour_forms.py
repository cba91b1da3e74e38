"""What the office may type about a technician's week and time off."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TypeAlias
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
Pair: TypeAlias = tuple[BoundField, BoundField]
SPANS = (
    (_("%(day)s from"), _("%(day)s until")),
    (_("%(day)s again from"), _("%(day)s again until")),
)


class WeekForm(OfficeForm):
    """Two spans of hours for each weekday, with a break between; an empty day is free."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for day in Shift.Weekday:
            for number, (since, until) in enumerate(SPANS):
                self.fields[f"starts_{day.value}_{number}"] = _clock(since % {"day": day.label})
                self.fields[f"ends_{day.value}_{number}"] = _clock(until % {"day": day.label})

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        for day in Shift.Weekday:
            for number in range(len(SPANS)):
                self._check(f"{day.value}_{number}")
            if not self.errors and self._meet(self._hours(day)):
                words = _("The second hours begin before the first ones end.")
                self.add_error(f"starts_{day.value}_1", ValidationError(words))
        return data

    def week(self) -> dict[int, list[Hours]]:
        """The hours by weekday, for the service that saves them."""
        rows = ((day.value, self._hours(day)) for day in Shift.Weekday)
        return {day: hours for day, hours in rows if hours}

    def days(self) -> Iterator[tuple[str, Pair, Pair]]:
        """Each day with the fields of its hours and of those after a break."""
        for day in Shift.Weekday:
            first, second = (
                (self[f"starts_{day.value}_{number}"], self[f"ends_{day.value}_{number}"])
                for number in (0, 1)
            )
            yield str(day.label), first, second

    def _check(self, key: str) -> None:
        starts, ends = (self.cleaned_data.get(f"{name}_{key}") for name in ("starts", "ends"))
        if (starts is None) != (ends is None):
            self.add_error(f"ends_{key}", ValidationError(_("Type both times, or none.")))
        elif starts is not None and starts == ends:
            words = _("A shift needs an end that is not its start.")
            self.add_error(f"ends_{key}", ValidationError(words))

    def _hours(self, day: Shift.Weekday) -> list[Hours]:
        data = self.cleaned_data
        keys = [f"{day.value}_{number}" for number in range(len(SPANS))]
        spans = [(data[f"starts_{key}"], data[f"ends_{key}"]) for key in keys]
        return sorted((starts, ends) for starts, ends in spans if starts is not None)

    def _meet(self, spans: list[Hours]) -> bool:
        """Whether one begins before the one above it ends, which may be on the next day."""
        return any(
            later[0] < earlier[1] or earlier[1] < earlier[0] for earlier, later in pairwise(spans)
        )


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
    for day, spans in groupby(rows or USUAL_HOURS, key=itemgetter(0)):
        for number, (_day, starts, ends) in enumerate(spans):
            # Of more than two the form shows one break; another program may have sent them.
            last = min(number, len(SPANS) - 1)
            values.setdefault(f"starts_{day}_{last}", starts)
            values[f"ends_{day}_{last}"] = ends
    return values


def _clock(label: str) -> forms.TimeField:
    widget = forms.TimeInput(CLOCK | {"aria-label": label}, "%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)
