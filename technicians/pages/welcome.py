"""The first three minutes: photo, three prompts, a look at the text, publish; all of it derived."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fieldservice.company.access import signed_in, technician
from technicians.drafts import as_written
from technicians.models import Consent, Headshot, Line, Technician
from technicians.own_services import publish
from technicians.pages import shown
from technicians.pages.access import within_reach
from technicians.pages.answers import context
from technicians.pages.prompts import PROMPTS
from technicians.pages.telling import told
from technicians.pages.words_form import PromptForm
from technicians.profile_services import save_words
from technicians.services import FIELD_OF_LINE, words_language

PHOTO, PUBLISH = "photo", "publish"
STEPS: dict[str, str | Promise] = {
    PHOTO: gettext_lazy("Photo"),
    Line.Kind.INTEREST.value: gettext_lazy("Off duty"),
    Line.Kind.OPENER.value: gettext_lazy("At work"),
    Line.Kind.BIO.value: gettext_lazy("About"),
    PUBLISH: gettext_lazy("Publish"),
}


@dataclass(frozen=True)
class Step:
    """One step as the row of steps shows it."""

    code: str
    label: str | Promise
    is_done: bool
    is_current: bool


def is_set_up(one: Technician) -> bool:
    """Whether they, or somebody for them, decided what customers read beyond photo and years."""
    return any(
        consent.field in shown.OWN_WORDS
        or (consent.source == Consent.Source.SELF and consent.field != Consent.Field.PHOTO)
        for consent in one.consents.all()
    )


def open_step(one: Technician) -> str:
    """Where they go on: the first thing that is neither there nor withheld."""
    return next((step for step in STEPS if not _is_done(one, step)), PUBLISH)


@technician
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """The first page after signing in: the step they left at, or their day once all is done."""
    own = within_reach(request).first()
    if own is None:
        return redirect("profile")
    if is_set_up(own):
        return redirect("my_day")
    return redirect("welcome_step", step=open_step(own))


@technician
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One step; what it asks for is kept at once, what customers are told waits for the last."""
    own = within_reach(request).first()
    if own is None or step not in STEPS:
        raise Http404
    if step in PROMPTS:
        return _prompt(request, own, step)
    if step == PUBLISH:
        return _publish(request, own)
    return _page(request, own, step, context(request, own))


def _prompt(request: HttpRequest, own: Technician, step: str) -> HttpResponse:
    language = words_language(own)
    prompt = PROMPTS[step]
    form = PromptForm(prompt.kind, language, as_written(own), request.POST or None)
    if form.is_bound and form.is_valid() and not form.asks(own.display_name):
        words = {language: {prompt.kind: form.texts()}}
        save_words(by=signed_in(request), technician=own, words=words)
        return redirect("welcome_step", step=_after(step))
    about = {"prompt": prompt, "form": form, "field": form.answer(), "language": language}
    return _page(request, own, step, about | {"examples": prompt.examples_in(language)})


def _publish(request: HttpRequest, own: Technician) -> HttpResponse:
    facts = told(own, words_language(own))
    if request.method == "POST":
        fields = [fact.field for fact in facts]
        chosen = request.POST.getlist("tell")
        publish(by=signed_in(request), technician=own, shown=fields, told=chosen)
        messages.success(request, _what_now(own))
        return redirect("profile")
    return _page(request, own, PUBLISH, context(request, own) | {"told": facts})


def _what_now(own: Technician) -> str:
    if own.drafts.exists():
        return _("Published. Your words wait for the manager's yes, the rest is told from now on.")
    return _("Published. From now on this is how customers meet you.")


def _page(
    request: HttpRequest, own: Technician, step: str, about: dict[str, object]
) -> HttpResponse:
    about |= {"technician": own, "step": step, "steps": list(_steps(own, step))}
    about |= {"next": _after(step), "is_own": True}
    return render(request, f"technicians/welcome_{_template(step)}.html", about)


def _template(step: str) -> str:
    return "prompt" if step in PROMPTS else step


def _steps(own: Technician, current: str) -> Iterator[Step]:
    for code, label in STEPS.items():
        yield Step(code, label, _is_done(own, code), code == current)


def _is_done(one: Technician, step: str) -> bool:
    if step == PUBLISH:
        return is_set_up(one)
    if step == PHOTO:
        return shown.photo(one).state not in {"none", Headshot.State.REFUSED}
    kind = Line.Kind(step)
    withheld = {consent.field for consent in one.consents.all() if not consent.is_granted}
    said = {line.kind for line in as_written(one)}
    return kind in said or FIELD_OF_LINE[kind] in withheld


def _after(step: str) -> str:
    steps = list(STEPS)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]
