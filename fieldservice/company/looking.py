"""Notes who of the office opened what about a customer, for managers to ask later."""

from django.http import HttpRequest
from django.utils import timezone

from fieldservice.company.access import signed_in
from fieldservice.company.models import Look


def looked(request: HttpRequest, what: Look.What, subject_id: object) -> None:
    """One row for a page a person opened; a page that refreshes itself is not looked at anew."""
    if request.headers.get("HX-Request") == "true":
        return
    Look.objects.create(
        at=timezone.now(), user=signed_in(request), what=what, subject_id=str(subject_id)
    )
