"""What the sender's settings ask of a person, and what they may answer."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fieldservice.company.errors import InvalidError
from fieldservice.company.phones import textable
from technicians.models import Technician


class TestTextForm(forms.Form):
    """Whose introduction goes to which phone."""

    technician = forms.ModelChoiceField(
        Technician.objects.none(), label=_("Technician"), empty_label=None
    )
    phone = forms.CharField(
        max_length=30,
        label=_("Your mobile number"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        super().__init__(data)
        field = self.fields["technician"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Technician.objects.working_on(today)

    def clean_phone(self) -> str:
        try:
            return textable(self.cleaned_data["phone"])
        except InvalidError as error:
            raise forms.ValidationError(error.message) from error
