"""The choice of a technician, as a booking and a reassignment show it."""

from appointments.asked import today_of_office
from appointments.availability import Wish, candidates
from appointments.search_words import words_of
from appointments.visit_forms import BookingForm
from technicians.models import Technician

SHOWN = 30  # the best first; a list of hundreds is read by nobody, who wants another types a name


def choice(
    wish: Wish, chosen: Technician | None, *, may_suggest: bool = False, named: str = ""
) -> dict[str, object]:
    """Who is free and who isn't; `dropped` was chosen but can't come any more.

    With `may_suggest` the best is chosen where the time is known and nobody else was. `named`
    narrows the list to who is called so, beside whoever is chosen.
    """
    found = candidates(wish)
    others = [one for one in found if one.why_not]
    free = [one for one in found if not one.why_not]
    dropped = next((one for one in others if one.technician == chosen), None)
    best = next((one for one in free if not one.outside and not one.past.down), None)
    if may_suggest and wish.end and best:
        chosen = best.technician
    kept = None if dropped else chosen
    fitting = [one for one in free if _is_called(one.technician, named)]
    shown = fitting[:SHOWN]
    away = [one for one in free if one.technician == kept and one not in shown]
    others = [one for one in others if _is_called(one.technician, named)]
    return {
        "free": shown + away,
        "more_free": len(fitting) - len(shown),
        "is_large": len(found) > SHOWN,
        "named": named,
        "is_none_called_so": bool(named and not fitting),
        "others": others[:SHOWN],
        "other_count": len(others),
        "chosen": kept,
        "dropped": dropped,
    }


def _is_called(technician: Technician, named: str) -> bool:
    """Each word that was typed begins one of their name."""
    words = words_of(technician.display_name)
    return all(any(one.startswith(typed) for one in words) for typed in words_of(named))


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
