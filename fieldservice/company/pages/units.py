"""The company and its business units: how each appears, and which one is the default."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fieldservice.company import logos
from fieldservice.company.access import manager, office, signed_in
from fieldservice.company.errors import ConflictError, InvalidError, StaleError
from fieldservice.company.models import BusinessUnit, User
from fieldservice.company.pages.meanwhile import show_theirs
from fieldservice.company.services import default_unit, newest_change
from fieldservice.company.unit_form import FIRST_NAME, LogoForm, UnitForm, time_zones
from fieldservice.company.unit_services import (
    add_unit,
    make_default,
    remove_logo,
    save_unit,
    set_logo,
)

FRESH = "private, max-age=86400"


@office
@never_cache
def company(request: HttpRequest) -> HttpResponse:
    """The default unit, and below it the others."""
    return _unit(request, default_unit())


@office
@never_cache
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """How one unit appears in texts; managers change it, dispatchers read it."""
    return _unit(request, get_object_or_404(BusinessUnit, pk=pk))


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new unit, with the default one's zone, language and hours to begin with."""
    form = UnitForm(request.POST or None, instance=_like(default_unit()))
    if not form.is_valid():
        return _page(request, BusinessUnit(), form)
    given = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "seen"}
    made = add_unit(by=signed_in(request), changes=given)
    messages.success(request, _("%(name)s is here.") % {"name": made.name})
    return redirect("unit", pk=made.pk)


@manager
@require_POST
def default(request: HttpRequest, pk: int) -> HttpResponse:
    """Make this unit the one of everything that names none."""
    chosen = get_object_or_404(BusinessUnit, pk=pk)
    try:
        make_default(by=signed_in(request), unit=chosen)
        messages.success(request, _("%(name)s is the default unit now.") % {"name": chosen.name})
    except ConflictError as refusal:
        messages.error(request, refusal.message)
    return redirect("settings")


@manager
@require_POST
def logo(request: HttpRequest, pk: int) -> HttpResponse:
    """A new logo, or none any more."""
    one, by = get_object_or_404(BusinessUnit, pk=pk), signed_in(request)
    if "remove" in request.POST:
        remove_logo(by=by, unit=one)
        messages.success(request, _("The logo is gone."))
        return redirect("unit", pk=pk)
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            # One byte more than may be, so that what is larger is known to be.
            set_logo(by=by, unit=one, upload=form.cleaned_data["logo"].read(logos.MAX_BYTES + 1))
        except InvalidError as refusal:
            form.add_error("logo", refusal.message)
        else:
            messages.success(request, _("Saved. The customer's page has it."))
            return redirect("unit", pk=pk)
    return _page(request, one, _form(one), form)


@require_safe
def logo_file(request: HttpRequest, key: str) -> HttpResponse:
    """The picture for whoever holds its address."""
    if not BusinessUnit.objects.filter(logo_key=key).exists():
        raise Http404
    try:
        with default_storage.open(logos.stored(key)) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    headers = {"Cache-Control": FRESH, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="image/png", headers=headers)


def _unit(request: HttpRequest, one: BusinessUnit) -> HttpResponse:
    return _change(request, one) if request.method == "POST" else _page(request, one, _form(one))


@manager
def _change(request: HttpRequest, one: BusinessUnit) -> HttpResponse:
    form = UnitForm(request.POST, instance=one)
    if not form.is_valid():
        return _page(request, one, form)
    seen = form.cleaned_data["seen"]
    try:
        save_unit(by=signed_in(request), unit=one, changes=form.changes(), seen=seen)
    except StaleError as refusal:
        fresh = _form(BusinessUnit.objects.get(pk=one.pk))
        show_theirs(form, fresh, one, refusal)
        return _page(request, one, form)
    messages.success(request, _("Saved. The next text has it."))
    return redirect("settings") if one.is_default else redirect("unit", pk=one.pk)


def _form(one: BusinessUnit) -> UnitForm:
    return UnitForm(instance=one, seen=newest_change(one))


def _like(one: BusinessUnit) -> BusinessUnit:
    shared = ("language", "time_zone", "quiet_from", "quiet_until", "person_phone", "on_call_phone")
    return BusinessUnit(**{name: getattr(one, name) for name in shared})


def _page(
    request: HttpRequest, one: BusinessUnit, form: UnitForm, logo_form: LogoForm | None = None
) -> HttpResponse:
    zone = ZoneInfo(form.initial["time_zone"])
    context = {
        "section": "settings",
        "tab": "company",
        "can_edit": signed_in(request).role == User.Role.MANAGER,
        "unit": one,
        "units": BusinessUnit.objects.order_by("-is_default", "name"),
        "form": form,
        "logo_form": logo_form or LogoForm(),
        "zones": time_zones(),
        "time_there": timezone.now().astimezone(zone).time(),
        "has_first_name": form.initial["text_name"] == FIRST_NAME,
        "lacks_phone": one.pk and not form.initial["person_phone"],
    }
    return render(request, "company/unit.html", context)
