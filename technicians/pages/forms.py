"""What is typed about technicians and photos, checked by field; own words are words_form's."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldservice.company.errors import ServiceError
from fieldservice.company.fields import line_field
from fieldservice.company.models import BusinessUnit, Language
from fieldservice.company.names import validate_name
from fieldservice.company.schemas import YEARS
from technicians.models import Skill, Technician
from technicians.services import Profile

T = TypeVar("T")


class DayInput(forms.DateInput):
    """The browser's own calendar, which wants and gives ISO dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RangeInput(forms.NumberInput):
    input_type = "range"


class LeavingForm(forms.Form):
    left_on = forms.DateField(
        label=gettext_lazy("First day away"),
        help_text=gettext_lazy("From this day on customers no longer see the photo."),
        required=False,
        widget=DayInput,
    )

    def clean_left_on(self) -> date | None:
        return _in_our_time(self.cleaned_data["left_on"])


class TechnicianForm(forms.Form):
    """What the office knows of a technician."""

    display_name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Customers are told the first word only."),
        max_length=60,
        validators=[validate_name],
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    hired_on = forms.DateField(
        label=gettext_lazy("Started on"),
        help_text=gettext_lazy("Customers are told how many years that makes."),
        widget=DayInput,
    )
    phone = forms.CharField(
        label=gettext_lazy("Mobile phone"),
        help_text=gettext_lazy("For the office. Customers never get it."),
        required=False,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    business_unit = forms.ModelChoiceField(
        BusinessUnit.objects.order_by("-is_default", "name"),
        label=gettext_lazy("Works for"),
        help_text=gettext_lazy("Its visits are offered to them first."),
        required=False,
        empty_label=gettext_lazy("Every unit"),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Speaks"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    skills = forms.MultipleChoiceField(
        label=gettext_lazy("Good at"), required=False, widget=forms.CheckboxSelectMultiple
    )
    new_skill = line_field(
        gettext_lazy("Something else they are good at"),
        most=60,
        hint=gettext_lazy("Customers read it after “Good at:”."),
    )

    def __init__(
        self, data: QueryDict | None = None, *, technician: Technician | None = None
    ) -> None:
        spoken = technician.languages if technician else [Language.ENGLISH]
        self._spoken = list(spoken)
        super().__init__(data, initial=_details(technician))
        if BusinessUnit.objects.count() == 1:
            del self.fields["business_unit"]
        names = list(Skill.objects.values_list("name", flat=True))
        chosen = cast("forms.MultipleChoiceField", self.fields["skills"])
        chosen.choices = [(name, name) for name in names]
        if not names:
            self.fields["new_skill"].label = gettext_lazy("What they are good at")

    def clean_hired_on(self) -> date | None:
        return _in_our_time(self.cleaned_data["hired_on"])

    def profile(self) -> Profile:
        data = self.cleaned_data
        wanted = data["languages"]
        # The order counts: the first one is that of their words. Ours are all the form shows.
        kept = [code for code in self._spoken if code in wanted or code not in Language.values]
        return Profile(
            display_name=data["display_name"],
            hired_on=data["hired_on"],
            skills=tuple(filter(None, [*data["skills"], data["new_skill"]])),
            lines={},
            phone=data["phone"],
            languages=tuple(dict.fromkeys([*kept, *wanted])),
            unit=self._unit(),
        )

    def _unit(self) -> int | None:
        if "business_unit" not in self.fields:
            return None
        chosen: BusinessUnit | None = self.cleaned_data["business_unit"]
        return chosen.pk if chosen else 0


class NewTechnicianForm(TechnicianForm):
    """The same of somebody new, who may be let in at once."""

    invite = forms.BooleanField(
        label=gettext_lazy("Text them a link to their own page"), required=False, initial=True
    )


class PhotoForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("A photo from your phone or computer"),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP or HEIC, up to 30 MB. A large photo is made smaller before it is sent."
        ),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": "image/*"}),
        error_messages={"required": gettext_lazy("Choose a photo first.")},
    )
    old = forms.BooleanField(required=False)  # what the browser read in a file it made smaller


class CropForm(forms.Form):
    zoom = forms.FloatField(label=gettext_lazy("Closer"), min_value=0, max_value=100)
    across = forms.FloatField(label=gettext_lazy("Left or right"), min_value=0, max_value=100)
    down = forms.FloatField(label=gettext_lazy("Up or down"), min_value=0, max_value=100)

    def __init__(self, data: QueryDict | None, initial: dict[str, float]) -> None:
        super().__init__(data, initial=initial)
        for field in self.fields.values():
            field.widget = RangeInput({"step": "0.1", "min": 0, "max": 100})


def taken(form: forms.Form, work: Callable[[dict[str, Any]], T]) -> T | None:
    """What the service made of a right form; what it refuses is shown at the field it names."""
    if not form.is_valid():
        return None
    try:
        return work(form.cleaned_data)
    except ServiceError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None


def _details(technician: Technician | None) -> dict[str, object]:
    if technician is None:
        return {"languages": [Language.ENGLISH]}
    return {
        "display_name": technician.display_name,
        "hired_on": technician.hired_on,
        "phone": technician.phone.as_international if technician.phone else "",
        "business_unit": technician.business_unit_id,
        "languages": technician.languages,
        "skills": [skill.name for skill in technician.skills.all()],
    }


def _in_our_time(day: date | None) -> date | None:
    if day and day.year not in YEARS:
        raise forms.ValidationError(_("Check the year."))
    return day
