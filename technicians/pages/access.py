"""Whose profile may be opened: the office opens all, a technician only the own one."""

import uuid

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from fieldservice.company.access import OFFICE, only_for, signed_in
from fieldservice.company.models import User
from technicians.models import Technician

anyone = only_for(*User.Role.values)


def is_office(request: HttpRequest) -> bool:
    return signed_in(request).role in OFFICE


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks, which puts a part of the page into the page that is there."""
    return request.headers.get("HX-Request") == "true"


def within_reach(request: HttpRequest) -> QuerySet[Technician]:
    """The technicians this person may see and change; any other one is a 404."""
    technicians = Technician.objects.for_introduction().filter(removed_at=None)
    return technicians if is_office(request) else technicians.filter(user=signed_in(request))


def theirs(request: HttpRequest, pk: uuid.UUID) -> Technician:
    return get_object_or_404(within_reach(request), pk=pk)
