"""The one form of a customer's page with more than a button: how they want to be treated."""

from typing import Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from appointments.models import Appointment, Customer
from fieldservice.company.fields import line_field
from fieldservice.company.names import validate_name

OF_THE_CUSTOMER = ("greeting", "say_it_like")


class WishesForm(forms.Form):
    """Small words and few fields; each says what it does."""

    greeting = forms.CharField(
        label=_("What should we call you?"),
        max_length=60,
        validators=[validate_name],
        required=False,
        help_text=_("As in “Hi Dana” or “Hello Mr Okafor”. Empty: without a name."),
    )
    say_it_like = line_field(
        _("How is your name said?"), most=60, hint=_("Write it as it sounds, like “DAY-na”.")
    )
    visit_style = forms.ChoiceField(
        label=_("During the visit"),
        choices=[
            ("", _("I don't mind")),
            (Customer.VisitStyle.CHATTY, _("Happy to chat")),
            (Customer.VisitStyle.QUIET, _("Rather quiet")),
            (Customer.VisitStyle.EXPLAIN, _("Explain as you go")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    fewer_texts = forms.BooleanField(
        label=_("Fewer texts"),
        help_text=_("Only who comes, when, and when they are on the way."),
        required=False,
    )
    no_personal_texts = forms.BooleanField(
        label=_("No personal texts"),
        help_text=_("No picture and nothing about free time. This page still shows who comes."),
        required=False,
    )

    @classmethod
    def of(cls, visit: Appointment, data: QueryDict | None = None) -> Self:
        """As it stands, or as it was sent; whoever stands in for the customer names only wishes."""
        customer = visit.customer
        form = cls(data, initial={name: getattr(customer, name) for name in cls.base_fields})
        if visit.contact_phone:
            for name in OF_THE_CUSTOMER:
                del form.fields[name]
        return form
