"""The parts of the booking form that follow the typing."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.asked import asked_row
from appointments.customers import guess_greeting
from appointments.finding import find_customers
from appointments.free_windows import free_windows
from appointments.models import Customer
from appointments.openings import FreeWindow
from appointments.reaching import Way, way_at
from appointments.slots import slots
from appointments.views.booking import SUGGESTED
from appointments.views.choosing import choice, wish_of_form
from appointments.visit_forms import BookingForm
from fieldservice.company.access import office
from fieldservice.company.names import tidy
from technicians.models import Technician

OFFERED = 8
A_DAY = 4  # a morning and an afternoon, and then the next day


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
def reach(request: HttpRequest) -> HttpResponse:
    """How we reach them, with another way chosen where no text can arrive at the number."""
    asked, contact = request.GET, request.GET.get("contact_phone", "").strip()
    customer = asked_row(Customer.objects.kept(), asked.get("customer", ""))
    chosen = Way(asked.get("reach", ""), asked.get("reach_before", ""))
    # E-mails go to the customer, not to who is at home instead.
    way = way_at(contact or asked.get("phone", ""), None if contact else customer, chosen)
    form = BookingForm(initial={"reach": way.reach, "reach_before": way.before})
    answer = render(request, "appointments/_reach.html", {"form": form})
    answer["HX-Trigger-After-Settle"] = "chosen"
    return answer


@office
@never_cache
@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """The next windows in which somebody could come for this job, from the chosen day on."""
    form = BookingForm(request.GET)
    form.is_valid()
    job_type, zone = form.cleaned_data.get("job_type"), form.zone()
    offered: list[FreeWindow] = []
    if job_type:
        offered = free_windows(
            job_type=job_type,
            zone=zone,
            now=_from(form, zone),
            technician=_own_choice(request.GET),
            customer=form.cleaned_data.get("customer"),
            unit=form.unit(),
            count=OFFERED,
            per_day=A_DAY,
        )
    today = timezone.now().astimezone(zone).date()
    context = {"job_type": job_type, "slots": slots(offered, today)}
    return render(request, "appointments/_openings.html", context)


@office
@never_cache
@require_safe
def free_technicians(request: HttpRequest) -> HttpResponse:
    """Who could come, for the job and the time chosen so far."""
    form = BookingForm(request.GET)
    form.is_valid()
    own = request.GET.get("own_choice", "")
    named, chosen = request.GET.get("named", ""), _own_choice(request.GET)
    context = choice(wish_of_form(form), chosen, may_suggest=not own, named=named)
    context["own_choice"] = own
    return render(request, "appointments/_technicians.html", context)


def _own_choice(asked: QueryDict) -> Technician | None:
    """Whom a person chose; what was only suggested is suggested anew."""
    wanted = asked.get("technician", "") if asked.get("own_choice") else ""
    return asked_row(Technician.objects.all(), wanted)


def _from(form: BookingForm, zone: ZoneInfo) -> datetime:
    """Now, or when the chosen day begins."""
    now, day = timezone.now(), form.cleaned_data.get("day")
    return max(now, datetime.combine(day, time.min, tzinfo=zone)) if day else now
