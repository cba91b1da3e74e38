"""Customers: finding them, and how each is called, reached and visited."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appointments.customers import change_customer
from appointments.finding import find_customers
from appointments.forms import CustomerPageForm, customer_values
from appointments.models import Appointment, Customer, Location
from appointments.places import put_on_map, read_point
from fieldservice.company.access import office, signed_in
from fieldservice.company.errors import ServiceError
from fieldservice.company.looking import looked
from fieldservice.company.models import Look
from fieldservice.company.names import tidy

PER_PAGE = 50
PAST_SHOWN = 20


@office
@never_cache
@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """Everybody, or those the words fit; the same address refreshes the list alone."""
    words = tidy(request.GET.get("q", ""))
    ahead = Appointment.objects.ahead(timezone.now()).for_lists().order_by("planned_start")
    found = find_customers(words).prefetch_related(
        "locations", Prefetch("appointments", ahead, to_attr="visits_ahead")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"section": "customers", "words": words, "page": page}
    is_part = request.headers.get("HX-Target") == "found"
    template = "appointments/_customers.html" if is_part else "appointments/customers.html"
    return render(request, template, context)


@office
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def customer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One customer: their details to edit, their consent, their visits."""
    found = get_object_or_404(Customer, pk=pk)
    if found.erased_at:
        return _erased(request, found)
    if request.method != "POST":
        looked(request, Look.What.CUSTOMER, pk)
        return _page(request, found, CustomerPageForm(initial=customer_values(found)))
    form = CustomerPageForm(request.POST)
    if form.is_valid() and _save(request, found, form):
        messages.success(request, _("Saved."))
        return redirect("customer", pk=pk)
    form.start_at_first_error()
    return _page(request, get_object_or_404(Customer, pk=pk), form)


@office
@require_POST
def place_point(request: HttpRequest, pk: uuid.UUID, place: int) -> HttpResponse:
    """Where one of their addresses is on the map; nothing typed takes it off."""
    found = get_object_or_404(Location, pk=place, customer=pk)
    typed = request.POST.get("point", "").strip()
    point = read_point(typed)
    if typed and point is None:
        messages.error(request, _("That is no point on the map. Copy it as 40.7128, -74.0060."))
    else:
        put_on_map(found, point)
        messages.success(request, _("Saved."))
    return redirect("customer", pk=pk)


def _erased(request: HttpRequest, found: Customer) -> HttpResponse:
    """Nothing to edit any more: their visits, as they are counted."""
    visits = Appointment.objects.filter(customer=found).for_lists().order_by("-planned_start")
    context = {"section": "customers", "customer": found, "visits": visits[:PAST_SHOWN]}
    return render(request, "appointments/customer_erased.html", context)


def _save(request: HttpRequest, found: Customer, form: CustomerPageForm) -> bool:
    try:
        change_customer(by=signed_in(request), customer=found, details=form.details())
    except ServiceError as error:
        form.refuse(error)
        return False
    return True


def _page(request: HttpRequest, found: Customer, form: CustomerPageForm) -> HttpResponse:
    now = timezone.now()
    visits = Appointment.objects.filter(customer=found).for_lists()
    ahead = visits.ahead(now).order_by("planned_start")
    past = visits.exclude(pk__in=ahead.values("pk")).order_by("-planned_start")
    context = {
        "section": "customers",
        "customer": found,
        "form": form,
        "ahead": ahead,
        "past": past[:PAST_SHOWN],
        "consents": found.consent_events.order_by("-at"),
        "places": found.locations.order_by("address"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "appointments/customer.html", context, status=status)
