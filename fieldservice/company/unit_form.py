"""What a manager may type about a business unit, with every error at its field."""

from zoneinfo import available_timezones

import phonenumbers
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber

from fieldservice.company.colours import HEX, is_readable
from fieldservice.company.errors import ServiceError
from fieldservice.company.models import BusinessUnit
from fieldservice.company.names import tidy, validate_name
from fieldservice.company.phones import PERHAPS

FIRST_NAME = "Your service team"  # what the first migration calls a company it doesn't know
NAME_NEEDED = _("Give the name your customers know you by.")


class UnitForm(forms.ModelForm[BusinessUnit]):
    """How a unit appears in texts, and when it keeps quiet."""

    # Not the model's own field: it refuses numbers that are new or reserved for examples.
    person_phone = forms.CharField(
        required=False,
        max_length=30,
        label=_("Phone where a person answers"),
        help_text=_("Named in texts and on the customer's page. A landline is fine."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    on_call_phone = forms.CharField(
        required=False,
        max_length=30,
        label=_("Phone of the person on call"),
        help_text=_(
            "Rung at any hour when a customer isn't sure who is at the door."
            " Empty: the number above."
        ),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("name", "text_name", "person_phone", "on_call_phone", "time_zone")

    class Meta:
        model = BusinessUnit
        fields: tuple[str, ...] = (
            "name",
            "text_name",
            "time_zone",
            "quiet_from",
            "quiet_until",
            "quiet_for_all",
            "office_from",
            "office_until",
            "office_at_weekends",
            "language",
            "confirm_unassigned",
            "calls_about_changes",
            "approve_photos",
            "approve_words",
            "colour",
        )
        labels = {
            "name": _("Name in the office"),
            "text_name": _("Name in texts"),
            "time_zone": _("Time zone"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
            "quiet_for_all": _("Urgent news waits too"),
            "office_from": _("Office open from"),
            "office_until": _("Office open until"),
            "office_at_weekends": _("Open on Saturdays and Sundays too"),
            "language": _("Language"),
            "confirm_unassigned": _("Text a confirmation when nobody is assigned yet"),
            "calls_about_changes": _("We phone customers about changes"),
            "approve_photos": _("A manager looks at technicians' new photos first"),
            "approve_words": _("A manager reads technicians' new words first"),
            "colour": _("Colour"),
        }
        help_texts = {
            "name": _("Customers never read it."),
            "text_name": _("The first words of every text, 30 characters at most."),
            "time_zone": _("Counts where a customer or an address has no zone of its own."),
            "quiet_from": "",
            "quiet_until": "",
            "quiet_for_all": _("Then a call is asked for at once."),
            "office_from": "",
            "office_until": "",
            "office_at_weekends": _("Then weekends count like any other day."),
            "language": _("For customers whose language nobody has noted."),
            "confirm_unassigned": _("The face follows as soon as somebody is assigned."),
            "calls_about_changes": _(
                "“I told them by phone” is then chosen whenever somebody changes a visit."
            ),
            "approve_photos": _("Until then customers get the photo before."),
            "approve_words": _("Until then customers read the former words."),
            "colour": _("On the customer's page, like #0f766e. Empty for ours."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "text_name": forms.TextInput(attrs={"data-name": "", "autocomplete": "off"}),
            "time_zone": forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "office_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "office_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "colour": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        }

    def __init__(
        self, data: QueryDict | None = None, *, instance: BusinessUnit, seen: int = 0
    ) -> None:
        phones = ("person_phone", "on_call_phone")
        shown = {name: _international(getattr(instance, name)) for name in phones}
        super().__init__(data, instance=instance, initial={**shown, "seen": seen})

    def approvals(self) -> list[forms.BoundField]:
        return [self["approve_photos"], self["approve_words"]]

    def changes(self) -> dict[str, object]:
        """What was typed anew, by the fields of a unit."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "seen"}

    def refuse(self, error: ServiceError) -> None:
        """Show the refusal at its field, or above the form when the field isn't here."""
        self.add_error(error.field if error.field in self.fields else None, error.message)

    def clean_text_name(self) -> str:
        return _name(self.cleaned_data["text_name"])

    def clean_name(self) -> str:
        return _name(self.cleaned_data["name"])

    def clean_person_phone(self) -> str:
        return dialable(self.cleaned_data["person_phone"])

    def clean_on_call_phone(self) -> str:
        return dialable(self.cleaned_data["on_call_phone"])

    def clean_colour(self) -> str:
        colour = str(self.cleaned_data["colour"]).strip().lower()
        if colour and not HEX.fullmatch(colour):
            raise forms.ValidationError(_("Write a colour like #0f766e: # and six digits."))
        if colour and not is_readable(colour):
            told = _("Neither white nor dark letters can be read on it. Take a darker one.")
            raise forms.ValidationError(told)
        return colour

    def clean(self) -> None:
        super().clean()  # which asks whether the name is taken
        for first, last in (("quiet_from", "quiet_until"), ("office_from", "office_until")):
            self._check_hours(first, last)

    def _check_hours(self, first: str, last: str) -> None:
        given = self.cleaned_data
        if not {first, last} <= given.keys():
            return
        if (given[first] is None) != (given[last] is None):
            self.add_error(last, _("Give both hours, or leave both empty."))
        elif given[first] is not None and given[first] == given[last]:
            self.add_error(last, _("These are the same. Leave both empty for no hours."))


class StartForm(UnitForm):
    """What a new company can't do without."""

    class Meta(UnitForm.Meta):
        fields = ("text_name", "time_zone")

    def __init__(
        self, data: QueryDict | None = None, *, instance: BusinessUnit, seen: int = 0
    ) -> None:
        super().__init__(data, instance=instance, seen=seen)
        self.fields["person_phone"].required = True
        del self.fields["on_call_phone"]
        self.fields["text_name"].error_messages["required"] = NAME_NEEDED
        # The browser knows the zone, where nobody has chosen one yet.
        self.fields["time_zone"].widget.attrs["data-zone"] = ""
        if instance.text_name == FIRST_NAME:
            self.initial["text_name"] = ""

    def clean_text_name(self) -> str:
        name = super().clean_text_name()
        if name == FIRST_NAME:
            raise forms.ValidationError(NAME_NEEDED)
        return name


class LogoForm(forms.Form):
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG, JPEG or WebP, up to 2 MB. It is shown 240 pixels high at most."),
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": _("Choose a file first.")},
    )


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


def _international(phone: PhoneNumber | str) -> str:
    return phone.as_international if isinstance(phone, PhoneNumber) else ""


def time_zones() -> list[str]:
    """The zones worth offering; every IANA name is taken."""
    return sorted(name for name in available_timezones() if "/" in name and name[:4] != "Etc/")


def _name(text: str) -> str:
    name = tidy(text)
    validate_name(name)
    return name
