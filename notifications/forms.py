"""What the sender's settings ask of a person, and what they may answer."""

import re
from datetime import date

import phonenumbers
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fieldservice.company.errors import InvalidError
from fieldservice.company.phones import textable
from fieldservice.company.services import newest_change
from notifications.addresses import bare, kind_of
from notifications.models import Sender
from technicians.models import Technician

SERVICE = re.compile(r"MG[0-9a-f]{32}|rcs:\w{1,50}", re.ASCII)


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


class SenderForm(forms.Form):
    """The number or service a unit's texts leave from, and how fast."""

    address = forms.CharField(
        label=_("Number or messaging service"),
        help_text=_(
            "Like +12025550123, or a service's MG... from your Twilio account. "
            "For WhatsApp put whatsapp: before the number, for RCS rcs: before the agent's name."
        ),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    per_second = forms.FloatField(
        label=_("Texts per second"), help_text=_("0 for no limit."), min_value=0, max_value=200
    )

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, sender: Sender | None) -> None:
        self._sender = sender
        # 0 before there is one: of two who make it at once, the second is told.
        about: dict[str, object] = {"per_second": 1.0, "seen": 0}
        if sender:
            about = {"address": sender.address, "per_second": sender.per_second}
            about["seen"] = newest_change(sender)
        super().__init__(data, initial=about)

    def clean_address(self) -> str:
        typed = self.cleaned_data["address"].strip()
        if not typed:
            if self._sender is None or self._sender.address:
                raise forms.ValidationError(_("Give a number or a messaging service."))
            return ""  # the environment names it
        kind = kind_of(typed)
        is_named = SERVICE.fullmatch(typed)
        address = typed if is_named else kind + self._number(bare(typed))
        known = Sender.objects.filter(address=address)
        if any(self._sender is None or one.pk != self._sender.pk for one in known):
            raise forms.ValidationError(_("Another unit sends from it already."))
        return address

    def _number(self, typed: str) -> str:
        try:
            number = phonenumbers.parse(typed, settings.PHONENUMBER_DEFAULT_REGION)
        except phonenumbers.NumberParseException as error:
            told = _("This is neither a phone number nor a messaging service.")
            raise forms.ValidationError(told) from error
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
