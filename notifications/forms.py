"""What the settings pages ask of a person, and what they may answer."""

from datetime import date
from zoneinfo import available_timezones

import phonenumbers
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fieldservice.company.errors import InvalidError
from fieldservice.company.models import BusinessUnit
from fieldservice.company.names import tidy, validate_name
from fieldservice.company.phones import PERHAPS, textable
from technicians.models import Technician


class CompanyForm(forms.ModelForm[BusinessUnit]):
    """How the company appears in texts, and when it keeps quiet."""

    # Not the model's own field: it refuses numbers that are new or reserved for examples.
    person_phone = forms.CharField(
        required=False,
        max_length=30,
        label=_("Phone where a person answers"),
        help_text=_("Named in texts and on the customer's page. A landline is fine."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    field_order = ("text_name", "person_phone", "time_zone")

    class Meta:
        model = BusinessUnit
        fields = (
            "text_name",
            "time_zone",
            "quiet_from",
            "quiet_until",
            "quiet_for_all",
            "language",
            "confirm_unassigned",
            "calls_about_changes",
            "approve_photos",
            "approve_words",
        )
        labels = {
            "text_name": _("Name in texts"),
            "time_zone": _("Time zone"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
            "quiet_for_all": _("Urgent news waits too"),
            "language": _("Language"),
            "confirm_unassigned": _("Text a confirmation when nobody is assigned yet"),
            "calls_about_changes": _("We phone customers about changes"),
            "approve_photos": _("A manager looks at technicians' new photos first"),
            "approve_words": _("A manager reads technicians' new words first"),
        }
        help_texts = {
            "text_name": _("The first words of every text, 30 characters at most."),
            "time_zone": _("Counts where a customer or an address has no zone of its own."),
            "quiet_from": "",
            "quiet_until": "",
            "quiet_for_all": _("Then a call is asked for at once."),
            "language": _("For customers whose language nobody has noted."),
            "confirm_unassigned": _("The face follows as soon as somebody is assigned."),
            "calls_about_changes": _(
                "“I told them by phone” is then chosen whenever somebody changes a visit."
            ),
            "approve_photos": _("Until then customers get the photo before."),
            "approve_words": _("Until then customers read the former words."),
        }
        widgets = {
            "text_name": forms.TextInput(attrs={"data-name": "", "autocomplete": "off"}),
            "time_zone": forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, data: QueryDict | None = None, *, instance: BusinessUnit) -> None:
        phone = instance.person_phone
        initial = {"person_phone": phone.as_international if phone else ""}
        super().__init__(data, instance=instance, initial=initial)

    def approvals(self) -> list[forms.BoundField]:
        return [self["approve_photos"], self["approve_words"]]

    def clean_text_name(self) -> str:
        name = tidy(self.cleaned_data["text_name"])
        validate_name(name)
        return name

    def clean_person_phone(self) -> str:
        phone = dialable(self.cleaned_data["person_phone"])
        self.instance.person_phone = phone
        return phone

    def clean(self) -> None:
        given = self.cleaned_data
        if not {"quiet_from", "quiet_until"} <= given.keys():
            return
        if (given["quiet_from"] is None) != (given["quiet_until"] is None):
            self.add_error("quiet_until", _("Give both hours, or leave both empty."))
        elif given["quiet_from"] is not None and given["quiet_from"] == given["quiet_until"]:
            self.add_error("quiet_until", _("These are the same. Leave both empty for no hours."))


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


def dialable(text: str) -> str:
    """The number as E.164, "" for none; any that can be called will do."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, settings.PHONENUMBER_DEFAULT_REGION)
    except phonenumbers.NumberParseException as error:
        message = _("This is not a phone number. Example: +12025550123.")
        raise forms.ValidationError(message) from error
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not (phonenumbers.is_valid_number(number) or PERHAPS.fullmatch(e164)):
        raise forms.ValidationError(_("There is no such number. Is a digit missing?"))
    return e164


def time_zones() -> list[str]:
    """The zones worth offering; every IANA name is taken."""
    return sorted(name for name in available_timezones() if "/" in name and name[:4] != "Etc/")
