"""Who of the office opened what about which customer, for managers."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fieldservice.company.access import OFFICE, manager
from fieldservice.company.models import Look, User
from fieldservice.company.services import default_unit

A_PAGE = 50


@manager
@never_cache
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """The newest first: all, of one person, of one kind, or of one customer, visit or thread."""
    asked = {name: request.GET.get(name, "").strip() for name in ("person", "what", "of")}
    found = Look.objects.select_related("user")
    if asked["person"].isdecimal():
        found = found.filter(user=int(asked["person"]))
    if asked["what"] in Look.What.values:
        found = found.filter(what=asked["what"])
    if asked["of"]:
        found = found.filter(subject_id=asked["of"][:40])
    context = {
        "section": "settings",
        "tab": "looks",
        "asked": asked,
        "kinds": Look.What.choices,
        "people": User.objects.filter(role__in=OFFICE).order_by("first_name", "username"),
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "zone": default_unit().time_zone,
    }
    return render(request, "company/looks.html", context)
