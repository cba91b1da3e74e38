"""Who may open which page: the office, a technician, or whoever holds a token."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from fieldservice.company.models import User

OFFICE = frozenset({User.Role.MANAGER, User.Role.DISPATCHER})

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], R]


def only_for(*roles: str) -> Callable[[View[P, R]], View[P, R]]:
    """Let people of these roles in; others get a 404, strangers the sign-in page."""

    def guard(view: View[P, R]) -> View[P, R]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if signed_in(request).role not in roles:
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


def signed_in(request: HttpRequest) -> User:
    """The person behind a guarded request."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


office = only_for(*OFFICE)
manager = only_for(User.Role.MANAGER)
technician = only_for(User.Role.TECHNICIAN)
