"""What customers said afterwards: a technician reads kind words, a manager reads them all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fieldservice.company.access import manager, signed_in, technician
from notifications import thanks_services
from notifications.models import Thanks, ThanksQuerySet

MOST = 100
ENOUGH = 30  # answers, below which a share says more about chance than about a person


@technician
@never_cache
@require_safe
def my_thanks(request: HttpRequest) -> HttpResponse:
    """The own kind words, the newest first, and own figures where they say something."""
    own = Thanks.objects.of(signed_in(request))
    answers = own.with_thumb().count()
    context = {
        "thanks": own.kind().for_lists()[:MOST],
        "answers": answers if answers >= ENOUGH else 0,
        "thumbs_up": own.kind().count(),
    }
    return render(request, "notifications/my_thanks.html", context)


@manager
@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """All answers: first those somebody has to read."""
    every = Thanks.objects.for_lists()
    context = {
        "section": "technicians",
        "to_read": every.to_be_read(),
        "others": _others(every)[:MOST],
    }
    return render(request, "notifications/thanks.html", context)


@manager
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Words without a thumb reach the technician, or stay in the office."""
    one = get_object_or_404(Thanks.objects.to_be_read().for_lists(), pk=pk)
    name = {"name": one.technician.first_name}
    if request.POST.get("to") == "technician":
        thanks_services.pass_on(by=signed_in(request), thanks=one)
        messages.success(request, _("%(name)s reads it this evening.") % name)
    else:
        thanks_services.keep(by=signed_in(request), thanks=one)
        messages.success(request, _("It stays in the office."))
    return redirect("thanks")


def _others(every: ThanksQuerySet) -> ThanksQuerySet:
    return every.exclude(pk__in=every.to_be_read().values("pk"))
