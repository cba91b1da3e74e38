"""The choice of a technician, as a booking and a reassignment show it."""

from appointments.asked import today_of_office
from appointments.availability import Wish, candidates
from appointments.visit_forms import BookingForm
from technicians.models import Technician


def choice(wish: Wish, chosen: Technician | None) -> dict[str, object]:
    """Who is free and who isn't; `dropped` was chosen but can't come any more."""
    found = candidates(wish)
    others = [one for one in found if one.why_not]
    dropped = next((one for one in others if one.technician == chosen), None)
    return {
        "free": [one for one in found if not one.why_not],
        "others": others,
        "chosen": None if dropped else chosen,
        "dropped": dropped,
    }


def wish_of_form(form: BookingForm) -> Wish:
    """The visit as far as a validated form says."""
    data, zone = form.cleaned_data, form.zone()
    span = form.span(zone)
    return Wish(
        day=data.get("day") or today_of_office(),
        zone=zone,
        job_type=data.get("job_type"),
        start=span[0] if span else None,
        customer=data.get("customer"),
    )
