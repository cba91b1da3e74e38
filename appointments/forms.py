"""What a dispatcher may type about customers, times and visits, with every error at its field."""

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from appointments.customers import CustomerDetails
from appointments.models import Customer
from appointments.spans import Hours, span
from fieldservice.company.errors import InvalidError, ServiceError
from fieldservice.company.fields import line_field
from fieldservice.company.models import Language
from fieldservice.company.names import tidy, validate_name
from fieldservice.company.phones import dialable, textable

OWN_TIMES = "own"
QUICK_WINDOWS = {
    "08:00-10:00": _("8-10am"),
    "10:00-12:00": _("10am-noon"),
    "12:00-14:00": _("noon-2pm"),
    "14:00-16:00": _("2-4pm"),
    OWN_TIMES: _("Other times"),
}
# Where a service names an input that the page calls differently.
OUR_NAMES = {
    "arrival_window_start": "window",
    "arrival_window_end": "window",
    "planned_start": "window",
    "planned_end": "window",
    "technician_id": "technician",
}


class OfficeForm(forms.Form):
    """A form that takes a service's refusal as its own error."""

    use_required_attribute = False

    def refuse(self, error: ServiceError) -> None:
        """Show the refusal at its field, or above the form when the field isn't here."""
        name = OUR_NAMES.get(error.field, error.field)
        self.add_error(name if name in self.fields else None, error.message)

    def start_at_first_error(self) -> None:
        self.start_at(next((name for name in self.fields if name in self.errors), ""))

    def start_at(self, name: str) -> None:
        """Put the cursor into this field; "" leaves it where the page has it."""
        if name:
            self.fields[name].widget.attrs["autofocus"] = True


class WindowForm(OfficeForm):
    """The day and the arrival window: one of the usual ones, or own times."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    window = forms.ChoiceField(
        label=_("Arrival window"),
        choices=list(QUICK_WINDOWS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    window_start = forms.TimeField(
        label=_("From"), widget=forms.TimeInput({"type": "time"}, "%H:%M"), required=False
    )
    window_end = forms.TimeField(
        label=_("Until"), widget=forms.TimeInput({"type": "time"}, "%H:%M"), required=False
    )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        hours = self.hours()
        if {"window_start", "window_end"} & self.errors.keys():
            return data
        if hours is None:
            self.add_error("window", ValidationError(_("Choose a window, or type both times.")))
        elif time.min < hours[1] <= hours[0]:
            self.add_error("window", ValidationError(_("The window ends before it starts.")))
        return data

    def hours(self) -> Hours | None:
        """From when until when, as far as the form is filled."""
        choice = self.cleaned_data.get("window", "")
        if choice and choice != OWN_TIMES:
            start, _dash, end = choice.partition("-")
            return time.fromisoformat(start), time.fromisoformat(end)
        start, end = self.cleaned_data.get("window_start"), self.cleaned_data.get("window_end")
        return (start, end) if start is not None and end is not None else None

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """The window in the zone of the visit, as far as the form is filled."""
        day, hours = self.cleaned_data.get("day"), self.hours()
        return span(day, hours, zone) if day and hours else None


class CustomerForm(OfficeForm):
    """How a customer is called and reached."""

    phone = forms.CharField(
        label=_("Mobile number"), max_length=30, widget=forms.TextInput({"type": "tel"})
    )
    name = forms.CharField(label=_("Name"), max_length=100, validators=[validate_name])
    greeting = forms.CharField(
        label=_("Greeting"),
        max_length=60,
        validators=[validate_name],
        required=False,
        help_text=_("After “Hello”. Leave it empty to greet without a name."),
    )
    say_it_like = line_field(
        _("Say it like"), most=60, hint=_("For whoever rings the bell: “EE-fa”.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    reach = forms.ChoiceField(
        label=_("How we reach them"), choices=Customer.Reach.choices, widget=forms.RadioSelect
    )
    visit_style = forms.ChoiceField(
        label=_("How they like a visit"),
        choices=Customer.VisitStyle.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def clean_name(self) -> str:
        return tidy(str(self.cleaned_data["name"]))

    def clean_phone(self) -> str:
        return checked_number(self.cleaned_data["phone"], among=dialable)

    def details(self) -> CustomerDetails:
        """What the form says, for the service that saves it."""
        own = {name: self.cleaned_data[name] for name in CustomerForm.base_fields}
        return CustomerDetails(**own)


class CustomerPageForm(CustomerForm):
    """The same on the customer's own page, with the address for those who want e-mail."""

    email = forms.EmailField(label=_("E-mail address"), required=False)
    fewer_texts = forms.BooleanField(
        label=_("Fewer texts"),
        help_text=_("No reminders, nothing at the door, no thanks."),
        required=False,
    )
    no_personal_texts = forms.BooleanField(
        label=_("No personal texts"),
        help_text=_("No picture, nothing about free time. The page of the visit still shows both."),
        required=False,
    )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("reach") == Customer.Reach.EMAIL and not data.get("email"):
            self.add_error("email", ValidationError(_("E-mail needs an address.")))
        return data

    def details(self) -> CustomerDetails:
        return CustomerDetails(
            **{name: self.cleaned_data[name] for name in CustomerPageForm.base_fields}
        )


def checked_number(text: str, *, among: Callable[[str], str] = textable) -> str:
    """The number as E.164, or a ValidationError in the same words an integration gets."""
    try:
        return among(text)
    except InvalidError as error:
        raise ValidationError(error.message) from error


def customer_values(customer: Customer) -> dict[str, object]:
    """A customer as the form shows them."""
    values = {name: getattr(customer, name) for name in CustomerPageForm.base_fields}
    return values | {"phone": customer.phone.as_international, "guessed": customer.greeting}
