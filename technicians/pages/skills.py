"""The skills technicians have and jobs ask for, and how customers read them."""

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fieldservice.company.access import manager, signed_in
from fieldservice.company.errors import ConflictError, StaleError
from fieldservice.company.fields import line_field
from fieldservice.company.names import tidy
from fieldservice.company.pages.meanwhile import show_theirs
from fieldservice.company.services import newest_change
from technicians.models import Skill
from technicians.skill_services import add_skill, change_skill, delete_skill

LANGUAGES = ("en", "es")


class SkillForm(forms.Form):
    name = line_field(gettext_lazy("Name in the office"), most=60, required=True)
    en = line_field(
        gettext_lazy("In English texts"),
        most=60,
        lang="en",
        hint=gettext_lazy("After “Good at:”, like: heat pumps. Empty: left out in English."),
    )
    es = line_field(
        gettext_lazy("In Spanish texts"),
        most=60,
        lang="es",
        hint=gettext_lazy("After “Su fuerte:”. Empty: left out in Spanish."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, skill: Skill | None) -> None:
        self._pk = skill.pk if skill else None
        initial: dict[str, object] = {}
        if skill:
            words = dict(skill.words.values_list("language", "text"))
            initial = {"name": skill.name, "seen": newest_change(skill), **words}
        super().__init__(data, initial=initial)

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        if any(one.pk != self._pk for one in Skill.objects.filter(name__iexact=name)):
            raise forms.ValidationError(_("There is a skill of this name already."))
        return name

    def words(self) -> dict[str, str]:
        return {language: tidy(self.cleaned_data[language]) for language in LANGUAGES}


@manager
@require_safe
def skills(request: HttpRequest) -> HttpResponse:
    every = Skill.objects.prefetch_related("words").annotate(people=Count("technicians"))
    about = {"section": "settings", "tab": "skills", "skills": every}
    return render(request, "technicians/skills.html", about)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = SkillForm(request.POST or None, skill=None)
    if not form.is_valid():
        return _page(request, None, form)
    made = add_skill(by=signed_in(request), name=form.cleaned_data["name"], words=form.words())
    messages.success(request, _("%(name)s is here. Technicians can have it now.") % {"name": made})
    return redirect("skills")


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def skill(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Skill, pk=pk)
    form = SkillForm(request.POST or None, skill=one)
    if not form.is_valid():
        return _page(request, one, form)
    given, by = form.cleaned_data, signed_in(request)
    try:
        change_skill(by=by, skill=one, name=given["name"], words=form.words(), seen=given["seen"])
    except StaleError as refusal:
        show_theirs(form, SkillForm(skill=Skill.objects.get(pk=pk)), one, refusal)
        return _page(request, one, form)
    messages.success(request, _("Saved. The next text has it."))
    return redirect("skills")


@manager
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Skill, pk=pk)
    try:
        delete_skill(by=signed_in(request), skill=one)
        messages.success(request, _("%(name)s is deleted.") % {"name": one.name})
    except ConflictError as refusal:
        messages.error(request, refusal.message)
    return redirect("skills")


def _page(request: HttpRequest, one: Skill | None, form: SkillForm) -> HttpResponse:
    about = {"section": "settings", "tab": "skills", "skill": one, "form": form}
    return render(request, "technicians/skill.html", about)
