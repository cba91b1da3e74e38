"""The settings of which texts customers get, for all work and for single kinds of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from fieldservice.company.access import manager, office, signed_in
from fieldservice.company.errors import StaleError
from fieldservice.company.models import BusinessUnit, User
from fieldservice.company.pages.meanwhile import show_theirs
from fieldservice.company.services import default_unit
from notifications.switch_services import choose_texts
from notifications.which_texts import WhichTextsForm


@office
@never_cache
def which_texts(request: HttpRequest) -> HttpResponse:
    """Managers choose, dispatchers see."""
    unit = _unit(request)
    if request.method == "POST":
        return _choose(request, unit)
    return _page(request, unit, WhichTextsForm(unit))


@manager
def _choose(request: HttpRequest, unit: BusinessUnit) -> HttpResponse:
    form = WhichTextsForm(unit, request.POST)
    if not form.is_valid():
        return _page(request, unit, form)
    try:
        choose_texts(
            by=signed_in(request),
            unit=unit,
            switches=form.switches(),
            tones=form.tones(),
            late_warning=form.cleaned_data["late_warning"],
            seen=form.cleaned_data["seen"],
        )
    except StaleError as refusal:
        now = WhichTextsForm(BusinessUnit.objects.get(pk=unit.pk))
        show_theirs(form, now, unit, refusal, form.historic())
        return _page(request, unit, form)
    messages.success(request, _("Saved. The next text goes by it."))
    return redirect(f"{reverse('settings_texts')}?unit={unit.pk}")


def _unit(request: HttpRequest) -> BusinessUnit:
    wanted = request.GET.get("unit", "")
    return get_object_or_404(BusinessUnit, pk=wanted) if wanted.isdigit() else default_unit()


def _page(request: HttpRequest, unit: BusinessUnit, form: WhichTextsForm) -> HttpResponse:
    can_edit = signed_in(request).role == User.Role.MANAGER
    if not can_edit:
        form.lock()
    context = {
        "section": "settings",
        "tab": "texts",
        "form": form,
        "unit": unit,
        "units": BusinessUnit.objects.all(),
        "can_edit": can_edit,
    }
    return render(request, "notifications/settings_texts.html", context)
