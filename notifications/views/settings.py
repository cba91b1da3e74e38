"""The settings of texts: their sender, and the way to a first real text."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fieldservice.company.access import manager, office, signed_in
from fieldservice.company.errors import InvalidError, StaleError
from fieldservice.company.models import BusinessUnit, User
from fieldservice.company.pages.meanwhile import show_theirs
from fieldservice.company.services import default_unit
from notifications import preflight
from notifications.checks import sends_for_real
from notifications.forms import SenderForm, TestTextForm
from notifications.models import Sender
from notifications.preflight_steps import Verdict
from notifications.sender_words import trouble
from notifications.senders import overviews, worker_pulse
from notifications.settings_services import resume_sender, save_sender, send_test


@office
@never_cache
def sender(request: HttpRequest) -> HttpResponse:
    """Whether texts go out, and if not, why."""
    now = timezone.now()
    state, seen_at = worker_pulse(now)
    seen = overviews(now)
    context = {
        "overviews": [(one, trouble(one.sender.stopped_code)) for one in seen],
        "worker": state,
        "worker_seen_at": seen_at,
        "zone": default_unit().time_zone,
        "is_real": sends_for_real(),
        "units": BusinessUnit.objects.order_by("-is_default", "name"),
    }
    return _page(request, "sender", context)


@manager
@never_cache
def unit_sender(request: HttpRequest, pk: int) -> HttpResponse:
    """What one unit's texts leave from; without a sender of its own, the default one."""
    unit = get_object_or_404(BusinessUnit, pk=pk)
    own = Sender.objects.filter(business_unit=unit).first()
    form = SenderForm(request.POST or None, sender=own)
    if form.is_valid():
        try:
            save_sender(by=signed_in(request), unit=unit, **form.cleaned_data)
        except StaleError as refusal:
            own = Sender.objects.get(business_unit=unit)
            show_theirs(form, SenderForm(sender=own), own, refusal)
        else:
            messages.success(request, _("Saved. The next text leaves from here."))
            return redirect("settings_sender")
    return _page(request, "unit_sender", {"unit": unit, "own": own, "form": form})


@manager
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a stopped or held sender go on."""
    released = resume_sender(by=signed_in(request), sender=get_object_or_404(Sender, pk=pk))
    told = ngettext(
        "Texts go out again, %(count)d of them held so far.",
        "Texts go out again, %(count)d of them held so far.",
        released,
    )
    messages.success(request, told % {"count": released} if released else _("Texts go out again."))
    return redirect("settings_sender")


@office
@never_cache
def first_text(request: HttpRequest) -> HttpResponse:
    """The steps to a first real text; a manager has them looked at."""
    if request.method == "POST":
        return _look(request)
    return _first_text_page(request, preflight.steps(), _test_form())


@manager
def _look(request: HttpRequest) -> HttpResponse:
    environ = request.META
    many = bool(environ.get("wsgi.multithread") or environ.get("wsgi.multiprocess"))
    found = preflight.run(preflight.subject(can_ask_itself=many))
    return _first_text_page(request, found, _test_form())


@manager
@require_POST
def send_test_text(request: HttpRequest) -> HttpResponse:
    """One introduction to a phone of the office's own."""
    form = TestTextForm(request.POST, today=timezone.now().date())
    if not form.is_valid():
        return _first_text_page(request, preflight.steps(), form)
    chosen = form.cleaned_data
    try:
        send_test(by=signed_in(request), technician=chosen["technician"], to=chosen["phone"])
    except InvalidError as error:
        form.add_error(None, error.message)
        return _first_text_page(request, preflight.steps(), form)
    messages.success(request, _("The provider has taken the text. It comes within a minute."))
    return redirect("settings_preflight")


def _first_text_page(
    request: HttpRequest, steps: list[preflight.Step], form: TestTextForm
) -> HttpResponse:
    verdicts = [step.result.verdict for step in steps]
    context = {
        "steps": steps,
        "done": None if Verdict.UNCHECKED in verdicts else verdicts.count(Verdict.OK),
        "form": form,
        "unit": default_unit(),
        "answers_url": settings.PUBLIC_BASE_URL + reverse("twilio_inbound"),
        "calls_url": settings.PUBLIC_BASE_URL + reverse("twilio_voice"),
        "is_real": sends_for_real(),
    }
    return _page(request, "preflight", context)


def _test_form() -> TestTextForm:
    return TestTextForm(today=timezone.now().date())


def _page(request: HttpRequest, tab: str, context: Mapping[str, object]) -> HttpResponse:
    can_edit = signed_in(request).role == User.Role.MANAGER
    more = {
        "section": "settings",
        "tab": "sender" if tab == "unit_sender" else tab,
        "can_edit": can_edit,
    }
    return render(request, f"notifications/settings_{tab}.html", {**context, **more})
