"""The form of which texts a unit sends, for all its work and for single kinds of it."""

from collections.abc import Iterator, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.models import JobType
from fieldservice.company.models import BusinessUnit
from fieldservice.company.services import newest_change
from notifications.models import TextSwitch
from notifications.states import Kind
from notifications.switches import DEFAULTS, named

AS_FOR_ALL = [("", _("As for all")), ("on", _("On")), ("off", _("Off"))]
HELP = {
    Kind.INTRODUCTION: _("Who comes, with the photo, as soon as a visit is booked."),
    Kind.REMINDER: _("At ten on the day before, if the visit was booked 36 hours ahead."),
    Kind.MORNING: _("At eight on the day of the visit."),
    Kind.ON_MY_WAY: _("When the technician sets out: photo, minutes, words for the door."),
    Kind.ARRIVED: _("For customers who don't hear the bell."),
    Kind.THANKS: _("Half an hour after a visit that went well."),
}


class WhichTextsForm(forms.Form):
    """A box for each kind, and for each kind of work its tone and what differs."""

    late_warning = forms.IntegerField(
        label=_("Propose a text about a delay"),
        help_text=_("Minutes before the window ends, if nobody is on the way."),
        min_value=1,
        max_value=120,
    )

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, unit: BusinessUnit, data: Mapping[str, object] | None = None) -> None:
        about = {"late_warning": unit.late_warning, "seen": newest_change(unit)}
        super().__init__(data, initial=about)
        self.jobs = list(JobType.objects.all())
        rows = TextSwitch.objects.filter(business_unit=unit)
        known = {(row.job_type_id, row.kind): row.is_on for row in rows}
        for kind, default in DEFAULTS.items():
            self.fields[f"all_{kind}"] = forms.BooleanField(
                label=kind.label,
                help_text=HELP[kind],
                required=False,
                initial=known.get((None, kind), default),
            )
        for job in self.jobs:
            self._add_job(job, known)

    def _add_job(self, job: JobType, known: Mapping[tuple[int | None, str], bool]) -> None:
        self.fields[f"tone_{job.pk}"] = forms.ChoiceField(
            label=_("Tone"), choices=JobType.Tone.choices, initial=job.tone
        )
        words = {None: "", True: "on", False: "off"}
        for kind in DEFAULTS:
            self.fields[f"job_{job.pk}_{kind}"] = forms.ChoiceField(
                label=kind.label,
                choices=AS_FOR_ALL,
                required=False,
                initial=words[known.get((job.pk, kind))],
            )

    def lock(self) -> None:
        """Show how it is; nothing can be changed."""
        for field in self.fields.values():
            field.disabled = True

    def for_all(self) -> list[forms.BoundField]:
        return [self[f"all_{kind}"] for kind in DEFAULTS]

    def by_job(self) -> Iterator[tuple[JobType, forms.BoundField, list[forms.BoundField]]]:
        """Each kind of work with its tone and its own switches."""
        for job in self.jobs:
            own = [self[f"job_{job.pk}_{kind}"] for kind in DEFAULTS]
            yield job, self[f"tone_{job.pk}"], own

    def historic(self) -> dict[str, str]:
        """What the history calls its fields."""
        found = {f"all_{kind}": str(kind) for kind in DEFAULTS}
        for job in self.jobs:
            found[f"tone_{job.pk}"] = named("tone", job)
            found |= {f"job_{job.pk}_{kind}": named(kind, job) for kind in DEFAULTS}
        return found

    def switches(self) -> dict[tuple[int | None, Kind], bool | None]:
        """What is wanted for all (None) and each kind of work; without a value: as for all."""
        chosen: dict[tuple[int | None, Kind], bool | None] = {}
        for kind in DEFAULTS:
            chosen[None, kind] = self.cleaned_data[f"all_{kind}"]
            for job in self.jobs:
                word = self.cleaned_data[f"job_{job.pk}_{kind}"]
                chosen[job.pk, kind] = {"on": True, "off": False}.get(word)
        return chosen

    def tones(self) -> dict[int, str]:
        return {job.pk: self.cleaned_data[f"tone_{job.pk}"] for job in self.jobs}
