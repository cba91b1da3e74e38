"""What a dispatcher may type during a whole call; changes have their own forms."""

from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.customers import CustomerDetails
from appointments.forms import (
    CustomerForm,
    WindowForm,
    checked_number,
)
from appointments.models import Appointment, Customer, JobType, Location
from fieldservice.company.models import BusinessUnit
from fieldservice.company.names import tidy, validate_name
from fieldservice.company.services import default_unit
from technicians.models import Technician


class BookingForm(CustomerForm, WindowForm):
    """A whole call: who, what, when, who comes, where."""

    customer = forms.ModelChoiceField(Customer.objects.kept(), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    guessed = forms.CharField(widget=forms.HiddenInput, required=False)
    reach_before = forms.CharField(widget=forms.HiddenInput, required=False)
    contact_name = forms.CharField(
        label=_("Their name"), max_length=60, validators=[validate_name], required=False
    )
    contact_phone = forms.CharField(
        label=_("Their mobile number"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"type": "tel"}),
    )
    job_type = forms.ModelChoiceField(
        JobType.objects.offered().prefetch_related("skills"),
        label=_("Job"),
        empty_label=_("Choose a job"),
    )
    technician = forms.ModelChoiceField(Technician.objects.all(), required=False)
    business_unit = forms.ModelChoiceField(
        BusinessUnit.objects.order_by("name"),
        label=_("Business unit"),
        empty_label=None,
        required=False,
        help_text=_("Its name and number are in the texts."),
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    notes = forms.CharField(
        label=_("Notes"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("For the technician. The customer does not see them."),
    )
    recall = forms.BooleanField(
        label=_("We come to put our own work right"),
        required=False,
        help_text=_("The texts are sober, and no thanks are asked for."),
    )
    on_the_phone = forms.BooleanField(
        label=_("They're on the phone now"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput({"form": "booking"}),  # it stands beside the form
    )

    def clean_contact_phone(self) -> str:
        number = self.cleaned_data["contact_phone"]
        return checked_number(number) if number else ""

    def details(self) -> CustomerDetails:
        """A greeting nobody looked at is guessed again; one that was emptied stays empty."""
        own = {name: self.cleaned_data[name] for name in CustomerForm.base_fields}
        unseen = not (own["greeting"] or self.cleaned_data["guessed"])
        if unseen and self.cleaned_data["customer"] is None:
            own["greeting"] = None
        return CustomerDetails(**own)

    def zone(self) -> ZoneInfo:
        """The zone of the visit, as far as the form says where it is."""
        customer, address = self.cleaned_data.get("customer"), self.cleaned_data.get("address", "")
        return zone_of(customer, address, self.unit())

    def unit(self) -> BusinessUnit:
        """The chosen one; where there is only one nothing is asked."""
        return self.cleaned_data.get("business_unit") or default_unit()


def zone_of(customer: Customer | None, address: str, unit: BusinessUnit) -> ZoneInfo:
    """Where a visit of this unit to this customer at this address will be."""
    place = Location.objects.filter(customer=customer, address=tidy(address)).first()
    whose = customer or Customer()
    return Appointment(location=place, customer=whose, business_unit=unit).zone
