"""What the page of ready answers asks for, and what may stand in one."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fieldservice.company.services import newest_change
from notifications.canned import PLACEHOLDERS
from notifications.models import CannedAnswer
from notifications.wording import WordingError, parse


class CannedForm(forms.ModelForm[CannedAnswer]):
    """One ready answer."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = CannedAnswer
        fields = ("business_unit", "language", "title", "text")
        labels = {
            "business_unit": _("Unit"),
            "language": _("Language"),
            "title": _("On the button"),
            "text": _("Answer"),
        }
        help_texts = {
            "title": _("Two or three words, as “Yes, all set”."),
            "text": _(
                "May hold {greeting}, {technician} and {window}. What stands in [brackets] is left "
                "out where one of them is not known. Your name and the company's are put below."
            ),
        }
        error_messages = {
            NON_FIELD_ERRORS: {"unique_together": _("There is an answer with this name already.")}
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "maxlength": 480})}

    def __init__(self, data: QueryDict | None = None, *, instance: CannedAnswer) -> None:
        seen = newest_change(instance) if instance.pk else 0
        super().__init__(data, instance=instance, initial={"seen": seen})

    def changes(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "seen"}

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        try:
            parse(text, PLACEHOLDERS)
        except WordingError as error:
            raise forms.ValidationError(str(error)) from error
        return text
