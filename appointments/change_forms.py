"""What a dispatcher may type to change one visit, what that changes, and how the customer hears."""

from collections.abc import Mapping
from typing import TypeAlias

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.forms import OWN_TIMES, QUICK_WINDOWS, OfficeForm, WindowForm
from appointments.models import Appointment
from appointments.statuses import Status
from appointments.telling import BY_PHONE, TELL, Telling, is_phoned
from appointments.visit_forms import BookingForm
from technicians.models import Technician

Values: TypeAlias = dict[str, object]
TEXT, PHONE = "text", "phone"


class VersionForm(OfficeForm):
    """A change of a visit as the dispatcher saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def changes(self, visit: Appointment) -> Values:
        """What becomes different, as far as the form is filled."""
        raise NotImplementedError

    def telling(self) -> Telling:
        return TELL


class NewsForm(VersionForm):
    """A change that the customer has to hear of."""

    notify = forms.ChoiceField(
        label=_("Notify the customer?"),
        choices=[(TEXT, _("Yes, they are told")), (PHONE, _("No, I told them by phone"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def telling(self) -> Telling:
        return BY_PHONE if self.cleaned_data.get("notify") == PHONE else TELL


class TechnicianForm(NewsForm):
    technician = forms.ModelChoiceField(Technician.objects.for_introduction(), required=False)

    def changes(self, visit: Appointment) -> Values:
        return {"technician": self.cleaned_data.get("technician")}


class MoveForm(NewsForm, WindowForm):
    """A new day or window."""

    def changes(self, visit: Appointment) -> Values:
        span = self.span(visit.zone) or ()
        return dict(zip(("arrival_window_start", "arrival_window_end"), span, strict=False))


class CancelForm(NewsForm):
    def changes(self, visit: Appointment) -> Values:
        return {"status": Status.CANCELED}


class NotesForm(VersionForm):
    notes = BookingForm.base_fields["notes"]

    def changes(self, visit: Appointment) -> Values:
        return {"notes": self.cleaned_data["notes"]}


# By the word in the address of their preview.
NEWS: Mapping[str, type[NewsForm]] = {
    "technician": TechnicianForm,
    "time": MoveForm,
    "cancel": CancelForm,
}


def usual_telling(visit: Appointment) -> str:
    """What is chosen before anybody chooses."""
    return PHONE if is_phoned(visit) else TEXT


def window_values(visit: Appointment) -> dict[str, object]:
    """The window of a visit as the form shows it."""
    start = visit.arrival_window_start.astimezone(visit.zone)
    end = visit.arrival_window_end.astimezone(visit.zone)
    quick = f"{start:%H:%M}-{end:%H:%M}"
    return {
        "day": start.date(),
        "window": quick if quick in QUICK_WINDOWS and start.date() == end.date() else OWN_TIMES,
        "window_start": start.time(),
        "window_end": end.time(),
    }
