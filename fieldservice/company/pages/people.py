"""Who of the office can sign in, and as what; technicians have pages of their own."""

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fieldservice.company.access import OFFICE, manager, signed_in
from fieldservice.company.errors import ConflictError, StaleError
from fieldservice.company.models import User
from fieldservice.company.pages.meanwhile import show_theirs
from fieldservice.company.people_forms import PersonForm
from fieldservice.company.people_services import (
    add_person,
    change_person,
    let_in,
    lock_out,
    password_link,
)
from fieldservice.company.services import newest_change, record


@manager
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody of the office, those who are switched off last."""
    found = _office().order_by("-is_active", "first_name", "username")
    about = {"section": "settings", "tab": "people", "people": found}
    return render(request, "company/people.html", about)


@manager
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new log-in, and the link to choose its password."""
    form, by = PersonForm(request.POST or None, instance=User()), signed_in(request)
    if not form.is_valid():
        return _page(request, User(), form)
    person = add_person(by=by, **form.details())
    link = password_link(by=by, person=person)
    return _page(request, person, _fresh(person), link)


@manager
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One log-in: name and role."""
    one = get_object_or_404(_office(), pk=pk)
    form = PersonForm(request.POST or None, instance=_again(one), seen=newest_change(one))
    if not form.is_valid():
        return _page(request, one, form)
    seen = form.cleaned_data["seen"]
    try:
        change_person(by=signed_in(request), person=one, changes=form.changes(), seen=seen)
    except StaleError as refusal:
        show_theirs(form, _fresh(_again(one)), one, refusal)
        return _page(request, one, form)
    except ConflictError as refusal:
        form.add_error("role", refusal.message)
        return _page(request, one, form)
    messages.success(request, _("Saved."))
    return redirect("people")


@manager
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a log-in off, or on again."""
    one, by = get_object_or_404(_office(), pk=pk), signed_in(request)
    name = {"name": one.get_full_name() or one.get_username()}
    try:
        if one.is_active:
            lock_out(by=by, person=one)
            messages.success(request, _("%(name)s is signed out and can't come back.") % name)
        else:
            let_in(by=by, person=one)
            messages.success(request, _("%(name)s needs a link to choose a new password.") % name)
    except ConflictError as refusal:
        messages.error(request, refusal.message)
    return redirect("person", pk=pk)


@manager
@never_cache
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """A link to choose a new password, shown this once."""
    one = get_object_or_404(_office(), pk=pk)
    try:
        made = password_link(by=signed_in(request), person=one)
    except ConflictError as refusal:
        messages.error(request, refusal.message)
        return redirect("person", pk=pk)
    return _page(request, one, _fresh(one), made)


class NewPassword(PasswordResetConfirmView):
    """Where the link leads: Django checks it, and it works once."""

    template_name = "company/new_password.html"
    success_url = reverse_lazy("sign_in")

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        answer = super().form_valid(form)
        name = {"name": form.user.get_full_name() or form.user.get_username()}
        record(by=form.user, what="password chosen", subject=form.user, details=name)
        messages.success(self.request, _("Your password is set. Sign in with it."))
        return answer


def _office() -> QuerySet[User]:
    return User.objects.filter(role__in=OFFICE)


def _again(one: User) -> User:
    """Another copy for the form, which writes into its own before anything is saved."""
    return User.objects.get(pk=one.pk)


def _fresh(one: User) -> PersonForm:
    return PersonForm(instance=one, seen=newest_change(one))


def _page(request: HttpRequest, one: User, form: PersonForm, made: str = "") -> HttpResponse:
    about = {"section": "settings", "tab": "people", "person": one, "form": form, "link": made}
    return render(request, "company/person.html", about)
