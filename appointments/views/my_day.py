"""A technician's day on the phone: the visits, and the taps that say where they are."""

import uuid
from datetime import date, datetime, timedelta
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from appointments.asked import asked_day, today_of_office
from appointments.models import Tap
from appointments.own_day import own_day
from appointments.tap_services import Tapped, take
from appointments.taps import DELAYS, WAYS, seconds_left
from fieldservice.company.access import signed_in, technician
from technicians.models import Technician

DAY = timedelta(days=1)


class TapForm(forms.Form):
    """What a button sends; `ago` is how many seconds it waited for the network."""

    key = forms.UUIDField()
    what = forms.ChoiceField(choices=Tap.What.choices)
    detail = forms.CharField(required=False, max_length=60)
    rough = forms.BooleanField(required=False)
    ago = forms.FloatField(required=False, min_value=0, max_value=10**8)

    def tapped(self) -> Tapped:
        said = self.cleaned_data
        ago = timedelta(seconds=said["ago"] or 0)
        what = Tap.What(said["what"])
        return Tapped(
            key=said["key"], what=what, detail=said["detail"], ago=ago, rough=said["rough"]
        )


@technician
@never_cache
@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    """The own visits of a day, the next one open."""
    own = _own(request)
    if own is None:
        return render(request, "technicians/no_profile.html", status=HTTPStatus.NOT_FOUND)
    text = request.GET.get("day", "")
    wanted = asked_day(text) if text else None
    return render(request, "appointments/my_day.html", _context(own, wanted, timezone.now()))


@technician
@require_POST
def my_tap(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take one tap; a script gets the answer as JSON, a form goes back to the day."""
    own, form = _own(request), TapForm(request.POST)
    if not form.is_valid():
        return _answer(request, _("This could not be understood."), HTTPStatus.BAD_REQUEST)
    tap = own and take(
        by=signed_in(request),
        technician=own,
        visit_id=pk,
        tapped=form.tapped(),
        now=timezone.now(),
    )
    if not tap:
        gone = _("This visit is not yours any more. Nothing was changed.")
        return _answer(request, gone, HTTPStatus.NOT_FOUND)
    return _answer(request, tap.refusal, HTTPStatus.CONFLICT if tap.refusal else HTTPStatus.OK)


def _own(request: HttpRequest) -> Technician | None:
    return Technician.objects.filter(user=signed_in(request)).first()


def _context(own: Technician, wanted: date | None, now: datetime) -> dict[str, object]:
    today = today_of_office()
    day, page = wanted or today, own_day(own, wanted, now)
    return {
        "section": "my_day",
        "technician": own,
        "page": page,
        "day": day,
        "asked": wanted,
        "today": today,
        "day_before": day - DAY,
        "day_after": day + DAY,
        "delays": DELAYS,
        "ways": WAYS,
        "now": now,
        "undo_seconds": seconds_left(page.undoable.at, now) if page.undoable else 0,
    }


def _answer(request: HttpRequest, refusal: str, status: HTTPStatus) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"refusal": refusal}, status=status)
    if status == HTTPStatus.NOT_FOUND:
        context = {"sentence": refusal}
        return render(request, "appointments/my_day_gone.html", context, status=status)
    if refusal:
        messages.error(request, refusal)
    return redirect("my_day")
