"""Signing in and out, and the first page for each role."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fieldservice.company.access import signed_in
from fieldservice.company.models import User


class SignIn(LoginView):
    template_name = "company/sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    next_page = "sign_in"


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The day for the office, the own profile for a technician."""
    own = signed_in(request).role == User.Role.TECHNICIAN
    return redirect("profile" if own else "day")
