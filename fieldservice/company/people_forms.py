"""What a manager may type about log-ins and tokens."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fieldservice.company.models import ApiToken, User
from fieldservice.company.names import tidy, validate_name

ROLES = [
    (User.Role.DISPATCHER, _("Dispatcher: customers, visits, inbox")),
    (User.Role.MANAGER, _("Manager: everything, settings too")),
]
TOKEN_ROLES = [
    (ApiToken.Role.INTEGRATION, _("Integration: reads and writes")),
    (ApiToken.Role.READ, _("Read only")),
]


class PersonForm(forms.ModelForm[User]):
    """A log-in of the office."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("first_name", "last_name", "username", "role")

    class Meta:
        model = User
        fields = ("first_name", "last_name", "username", "role")
        labels = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "username": _("Log-in"),
        }
        help_texts = {
            "first_name": _("Customers read it under answers from the inbox."),
            "username": _("What they type to sign in: letters, digits and @ . + - _"),
        }
        widgets = {
            name: forms.TextInput({"autocomplete": "off", "spellcheck": "false"})
            for name in ("first_name", "last_name", "username")
        }

    def __init__(self, data: QueryDict | None = None, *, instance: User, seen: int = 0) -> None:
        super().__init__(data, instance=instance, initial={"seen": seen})
        self.fields["first_name"].required = True

    def clean_first_name(self) -> str:
        return _name(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        return _name(self.cleaned_data["last_name"])

    def clean_username(self) -> str:
        typed = str(self.cleaned_data["username"])
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(username__iexact=typed).exists():
            raise forms.ValidationError(_("Somebody else has this log-in. Take another."))
        return typed

    def details(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name != "seen"}

    def changes(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "seen"}


class TokenForm(forms.ModelForm[ApiToken]):
    """A key for another program."""

    role = forms.ChoiceField(label=_("What it may do"), choices=TOKEN_ROLES)

    class Meta:
        model = ApiToken
        fields = ("name", "role")
        labels = {"name": _("Name")}
        help_texts = {"name": _("Of the program that uses it. One token for each program.")}
        widgets = {"name": forms.TextInput({"autocomplete": "off"})}

    def clean_name(self) -> str:
        name = tidy(cast("str", self.cleaned_data["name"]))
        # A page loaded again would else make a second one.
        if ApiToken.objects.filter(name__iexact=name, revoked_at=None).exists():
            raise forms.ValidationError(_("There is a token of this name. Revoke it first."))
        return name


def _name(text: str) -> str:
    name = tidy(text)
    validate_name(name)
    return name
