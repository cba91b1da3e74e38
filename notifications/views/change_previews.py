"""The live preview of a change of a visit: what they will hear, made by the renderer that sends."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from appointments.change_forms import NEWS
from appointments.models import Appointment
from fieldservice.company.access import office
from notifications.foretelling import news_of
from notifications.plan import CALM
from notifications.views.previews import described


@office
@require_POST
def change_preview(request: HttpRequest, pk: uuid.UUID, change: str) -> HttpResponse:
    """What the customer hears of this form, which may be half filled; nothing is saved."""
    if change not in NEWS:
        raise Http404
    visit, now = get_object_or_404(Appointment.objects.for_texts(), pk=pk), timezone.now()
    form = NEWS[change](request.POST)
    form.is_valid()
    for name, value in form.changes(visit).items():
        setattr(visit, name, value)
    news = news_of(visit, now=now, by_phone=not form.telling().tell)
    context: dict[str, object] = {"visit": visit, "news": news}
    if news:
        context |= described(news.preview) | {"waits": news.at - now > CALM}
    part = "_" if request.headers.get("HX-Request") == "true" else ""
    return render(request, f"notifications/{part}change_preview.html", context)
