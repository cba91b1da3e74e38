"""What is kept of one customer: a copy of it to download, and erasing it."""

import uuid

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from appointments.models import Customer
from fieldservice.company.access import manager, signed_in
from fieldservice.company.errors import ServiceError
from fieldservice.company.looking import looked
from fieldservice.company.models import Change, Look
from fieldservice.company.services import default_unit
from notifications.erase_services import copies_left, erase, inventory
from notifications.export_services import ask_export, note_download
from notifications.models import CustomerExport


@manager
@never_cache
@require_safe
def customer_data(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What would go and stay, the exports made, and the button; once erased, what is still open."""
    found = get_object_or_404(Customer, pk=pk)
    looked(request, Look.What.CUSTOMER, pk)
    return _page(request, found)


@manager
@require_POST
def erase_customer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Customer, pk=pk)
    try:
        if request.POST.get("sure") == "yes":
            erase(by=signed_in(request), customer=found, now=timezone.now())
            messages.success(request, _("Erased. What the provider keeps goes now."))
            return redirect("customer_data", pk=pk)
    except ServiceError as error:
        return _page(request, found, error=error.message, status=409)
    told = _("Tick that it cannot be taken back, then erase.")
    return _page(request, found, error=told, status=422)


@manager
@require_POST
def ask_for_export(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Customer.objects.kept(), pk=pk)
    ask_export(by=signed_in(request), customer=found, now=timezone.now())
    return redirect("customer_data", pk=pk)


@manager
@never_cache
@require_safe
def export_state(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The list of exports anew, as long as one is being made."""
    found = get_object_or_404(Customer.objects.kept(), pk=pk)
    context = {"customer": found, "exports": _exports(found), "zone": default_unit().time_zone}
    return render(request, "notifications/_customer_exports.html", context)


@manager
@never_cache
@require_safe
def download_export(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file, for managers alone and for three days."""
    ready = CustomerExport.objects.filter(state=CustomerExport.State.READY)
    ready = ready.filter(expires_at__gt=timezone.now()).select_related("customer")
    export = get_object_or_404(ready, pk=pk)
    if request.method == "GET":
        looked(request, Look.What.EXPORT, export.customer_id)
        note_download(by=signed_in(request), export=export)
    name = f"customer-{export.customer_id}.zip"
    return FileResponse(default_storage.open(export.stored), as_attachment=True, filename=name)


def _exports(found: Customer) -> QuerySet[CustomerExport]:
    now = timezone.now()
    return CustomerExport.objects.filter(customer=found, expires_at__gt=now).select_related("by")


def _page(
    request: HttpRequest, found: Customer, *, error: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    erased = Change.objects.about(found).filter(what="customer erased").select_related("user")
    context = {
        "section": "customers",
        "customer": found,
        "inventory": inventory(found, now),
        "erased": erased.first(),
        "copies_left": copies_left(found),
        "exports": _exports(found),
        "zone": default_unit().time_zone,
        "error": error,
    }
    return render(request, "notifications/customer_data.html", context, status=status)
