"""The parts of the booking form that follow the typing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.asked import asked_row
from appointments.customers import guess_greeting
from appointments.finding import find_customers
from appointments.views.booking import SUGGESTED
from appointments.views.choosing import choice, wish_of_form
from appointments.visit_forms import BookingForm
from fieldservice.company.access import office
from fieldservice.company.names import tidy
from technicians.models import Technician


@office
@never_cache
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Customers that fit what was typed so far; one letter fits too many."""
    words = tidy(request.GET.get("q", ""))
    matches = find_customers(words)[:SUGGESTED] if len(words) > 1 else []
    context = {"words": words, "matches": matches}
    return render(request, "appointments/_suggestions.html", context)


@office
@never_cache
@require_safe
def greeting(request: HttpRequest) -> HttpResponse:
    """The greeting that fits the name so far, unless the dispatcher wrote an own one."""
    typed, guessed = request.GET.get("greeting", "").strip(), request.GET.get("guessed", "")
    guess = guess_greeting(request.GET.get("name", ""))
    shown = guess if typed == guessed else typed
    form = BookingForm(initial={"greeting": shown, "guessed": guess})
    return render(request, "appointments/_greeting.html", {"form": form})


@office
@never_cache
@require_safe
def free_technicians(request: HttpRequest) -> HttpResponse:
    """Who could come, for the job and the time chosen so far."""
    form = BookingForm(request.GET)
    form.is_valid()
    chosen = asked_row(Technician.objects.all(), request.GET.get("technician", ""))
    context = choice(wish_of_form(form), chosen)
    return render(request, "appointments/_technicians.html", context)
