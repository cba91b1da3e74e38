"""Booking on the phone: one form in the order of a call, and the visit it makes."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from appointments.asked import asked_day, asked_row, today_of_office
from appointments.availability import Wish
from appointments.call_services import Call, take
from appointments.customers import guess_greeting
from appointments.finding import find_customers
from appointments.forms import customer_values
from appointments.models import Appointment, Customer
from appointments.past import pasts
from appointments.reaching import Way, way_at
from appointments.reasons import been_here
from appointments.search_words import is_number
from appointments.services import unit_for
from appointments.views.choosing import choice, wish_of_form
from appointments.visit_forms import BookingForm, zone_of
from fieldservice.company.access import office, signed_in
from fieldservice.company.errors import ServiceError
from fieldservice.company.models import BusinessUnit
from fieldservice.company.names import tidy
from technicians.models import Technician

SUGGESTED = 8
LAST_VISITS = 3


@office
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """The form of a call, or the visit it makes; what is wrong stays as it was typed."""
    if request.method == "POST":
        return _taken(request)
    words = tidy(request.GET.get("q", ""))
    matches = list(find_customers(words)[:SUGGESTED]) if words else []
    customer = _who(request.GET, matches)
    is_new = not customer and ("new" in request.GET or bool(words and not matches))
    day = max(asked_day(request.GET.get("day", "")), today_of_office())
    technician = asked_row(Technician.objects.all(), request.GET.get("technician", ""))
    unit = unit_for(technician)
    initial = {"day": day, "business_unit": unit, **_initial(customer, words if is_new else "")}
    form = BookingForm(initial=initial)
    form.start_at(_first_step(form, customer, is_new=is_new))
    zone = zone_of(customer, str(form.initial["address"]), unit)
    wish = Wish(day=day, zone=zone, customer=customer, unit=unit)
    context = {"words": words, "matches": matches, "is_new": is_new, "today": today_of_office()}
    context["own_choice"] = "yes" if technician else ""
    return _page(request, form, customer, context | choice(wish, technician))


def _taken(request: HttpRequest) -> HttpResponse:
    form = BookingForm(request.POST)
    visit = _book(request, form) if form.is_valid() else None
    if visit:
        return redirect(reverse("visit", args=[visit.pk]) + "?booked=1")
    form.start_at_first_error()
    customer = asked_row(Customer.objects.kept(), request.POST.get("customer", ""))
    technician = asked_row(Technician.objects.all(), request.POST.get("technician", ""))
    context = {"is_new": customer is None, "own_choice": request.POST.get("own_choice", "")}
    context |= choice(wish_of_form(form), technician)
    return _page(request, form, customer, context, HTTPStatus.UNPROCESSABLE_ENTITY)


def _book(request: HttpRequest, form: BookingForm) -> Appointment | None:
    data, hours = form.cleaned_data, form.hours()
    if hours is None:
        return None
    own = {name: data[name] for name in Call.__dataclass_fields__.keys() & data.keys()}
    try:
        call = Call(details=form.details(), hours=hours, **own)
        return take(by=signed_in(request), call=call)
    except ServiceError as error:
        form.refuse(error)
        return None


def _page(
    request: HttpRequest,
    form: BookingForm,
    customer: Customer | None,
    context: Mapping[str, object],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    page = {"section": "day", "form": form, "customer": customer, **context}
    page["has_units"] = BusinessUnit.objects.filter(is_default=False).exists()
    if customer:
        page["visits"] = _before(customer)
        page["places"] = customer.locations.order_by("-pk")
    answer = render(request, "appointments/book.html", page, status=status)
    if request.headers.get("HX-Request"):
        # The page takes over who it is; faces, preview and cursor follow that.
        answer["HX-Trigger-After-Settle"] = "picked"
    return answer


def _before(customer: Customer) -> list[tuple[Appointment, str]]:
    """The last visits; where somebody comes up first, how often they were here and how it was."""
    visits = Appointment.objects.filter(customer=customer).for_lists()
    said = {one: been_here(past) for (_, one), past in pasts([customer.pk]).items()}
    found = []
    for visit in visits.order_by("-planned_start")[:LAST_VISITS]:
        words = said.pop(visit.technician_id, "") if visit.technician_id else ""
        found.append((visit, words))
    return found


def _who(asked: QueryDict, matches: list[Customer]) -> Customer | None:
    """The customer that was picked, or the only one the words fit."""
    picked = asked_row(Customer.objects.kept(), asked.get("customer", ""))
    alone = matches[0] if len(matches) == 1 and "new" not in asked else None
    return picked or alone


def _first_step(form: BookingForm, customer: Customer | None, *, is_new: bool) -> str:
    """The first field that is empty; the look-up has the cursor by itself."""
    if customer:
        return "job_type"
    return ("name" if form.initial.get("phone") else "phone") if is_new else ""


def _initial(customer: Customer | None, words: str) -> dict[str, object]:
    place = customer.locations.order_by("-pk").first() if customer else None
    said = customer_values(customer) if customer else _of_new(words)
    way = way_at(str(said.get("phone", "")), customer, Way(str(said["reach"])))
    return {
        **said,
        "form_key": uuid.uuid4(),
        "address": place.address if place else "",
        "reach": way.reach,
        "reach_before": way.before,
    }


def _of_new(words: str) -> dict[str, object]:
    """A new customer as far as the look-up says: it was a number or a name."""
    said = {"phone": words} if is_number(words) else {"name": words}
    guess = guess_greeting(said.get("name", ""))
    usual = {"language": "en", "reach": Customer.Reach.PICTURE, "visit_style": ""}
    return {**said, **usual, "greeting": guess, "guessed": guess}
