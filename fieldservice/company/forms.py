"""What is typed to sign in."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.utils.translation import gettext_lazy

from fieldservice.company.errors import InvalidError
from fieldservice.company.phones import textable


class PasswordForm(AuthenticationForm):
    # Django's own asks for the cursor, and a phone would jump over the number to it.
    username = UsernameField(label=gettext_lazy("Log-in"))
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": gettext_lazy(
            "This log-in and password don't fit together. Capital letters count. "
            "Forgotten? A manager can make you a link."
        ),
    }


class NumberForm(forms.Form):
    phone = forms.CharField(
        label=gettext_lazy("Your mobile number"),
        max_length=40,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        """The number as E.164; whether anybody has it is not said here."""
        try:
            return textable(self.cleaned_data["phone"])
        except InvalidError as refusal:
            raise forms.ValidationError(refusal.message) from refusal
