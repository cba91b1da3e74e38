"""What a manager may type about a job type."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from appointments.job_types import JobTypeDetails
from appointments.models import JobType
from fieldservice.company.fields import line_field
from fieldservice.company.names import tidy
from fieldservice.company.services import newest_change
from technicians.models import Skill

SHORTEST, LONGEST = 5, 24 * 60


class JobTypeForm(forms.Form):
    name = line_field(_("Name in the office"), most=60, required=True)
    minutes = forms.IntegerField(
        label=_("Minutes it takes"), min_value=SHORTEST, max_value=LONGEST, initial=60
    )
    en = line_field(
        _("In English texts"),
        most=60,
        lang="en",
        hint=_("After “for your”, like: boiler service. Empty: its name."),
    )
    es = line_field(
        _("In Spanish texts"),
        most=60,
        lang="es",
        hint=_("After “Motivo:”, like: revisión de la caldera."),
    )
    tone = forms.ChoiceField(
        label=_("Tone of its texts"),
        help_text=_(
            "Sober leaves out the job, skills and personal lines: for bad news, pests, debt."
        ),
        choices=JobType.Tone.choices,
        initial=JobType.Tone.NORMAL,
    )
    skills = forms.ModelMultipleChoiceField(
        Skill.objects.all(),
        label=_("Asks for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, job_type: JobType | None) -> None:
        self._pk = job_type.pk if job_type else None
        super().__init__(data, initial=_initial(job_type))

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        if any(one.pk != self._pk for one in JobType.objects.filter(name__iexact=name)):
            raise forms.ValidationError(_("There is a job type of this name already."))
        return name

    def details(self) -> JobTypeDetails:
        given = self.cleaned_data
        words = {language: tidy(given[language]) for language in ("en", "es")}
        return JobTypeDetails(
            name=given["name"],
            minutes=given["minutes"],
            tone=given["tone"],
            skills=given["skills"],
            words=words,
        )


def _initial(job_type: JobType | None) -> dict[str, object]:
    if job_type is None:
        return {}
    words = dict(job_type.words.values_list("language", "text"))
    about = {"name": job_type.name, "minutes": job_type.minutes, "tone": job_type.tone}
    rest = {"skills": list(job_type.skills.all()), "seen": newest_change(job_type)}
    return about | words | rest
