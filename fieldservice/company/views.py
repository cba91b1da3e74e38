"""Signing in and out, and the first page for each role."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from fieldservice.company import limits
from fieldservice.company.access import signed_in
from fieldservice.company.forms import NumberForm, PasswordForm
from fieldservice.company.limits import Limit
from fieldservice.company.models import User
from fieldservice.company.services import default_unit
from fieldservice.company.visitors import visitor

# For the whole office behind one address; axes counts the failures of each log-in beside it.
SIGN_INS = Limit("sign-ins of an address", 100, timedelta(hours=1))


class SignIn(LoginView):
    template_name = "company/sign_in.html"
    form_class = PasswordForm
    redirect_authenticated_user = True
    # The class: each request gets a form of its own.
    extra_context = {"number_form": NumberForm}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not limits.take(SIGN_INS, visitor(request) or ""):
            return slow_down(request)
        return super().post(request, *args, **kwargs)


class SignOut(LogoutView):
    next_page = "sign_in"


@never_cache
def slow_down(request: HttpRequest, *_more: object) -> HttpResponse:
    """The page after too many tries; axes calls it too, with more than it needs."""
    return render(request, "company/slow_down.html", status=429)


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The day for the office; for technicians and new companies the step they left at, if any."""
    role = signed_in(request).role
    if role == User.Role.TECHNICIAN:
        return redirect("welcome")
    is_new = role == User.Role.MANAGER and default_unit().guided_at is None
    return redirect("first_run" if is_new else "day")
