"""The choice of a technician, as a booking and a reassignment show it."""

from appointments.asked import today_of_office
from appointments.availability import Wish, candidates
from appointments.visit_forms import BookingForm
from technicians.models import Technician

SHOWN = 30  # the best first; a list of hundreds is read by nobody


def choice(
    wish: Wish, chosen: Technician | None, *, may_suggest: bool = False
) -> dict[str, object]:
    """Who is free and who isn't; `dropped` was chosen but can't come any more.

    With `may_suggest` the best is chosen where the time is known and nobody else was.
    """
    found = candidates(wish)
    others = [one for one in found if one.why_not]
    free = [one for one in found if not one.why_not]
    dropped = next((one for one in others if one.technician == chosen), None)
    best = next((one for one in free if not one.outside and not one.past.down), None)
    if may_suggest and wish.end and best:
        chosen = best.technician
    kept = None if dropped else chosen
    shown = free[:SHOWN] + [one for one in free[SHOWN:] if one.technician == kept]
    return {
        "free": shown,
        "more_free": len(free) - len(shown),
        "others": others[:SHOWN],
        "other_count": len(others),
        "chosen": kept,
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
        unit=form.unit(),
    )
