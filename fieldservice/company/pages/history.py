"""Who changed which setting, and from what to what."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fieldservice.company.access import manager
from fieldservice.company.history import SUBJECTS, line
from fieldservice.company.models import Change
from fieldservice.company.services import default_unit

A_PAGE = 50


@manager
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """All changes of settings, the newest first, or those of one tab."""
    about = request.GET.get("about", "")
    every = [kind for kinds in SUBJECTS.values() for kind in kinds]
    changes = Change.objects.filter(subject_type__in=SUBJECTS.get(about, every))
    ordered = changes.select_related("user", "token")
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "settings",
        "tab": "history",
        "about": about,
        "page": page,
        "lines": list(map(line, page)),
        "zone": default_unit().time_zone,
    }
    return render(request, "company/history.html", context)
