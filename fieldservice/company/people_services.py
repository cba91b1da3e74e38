"""What a manager does with the log-ins of the office: add, change, switch off, let in again."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from fieldservice.company.errors import ConflictError
from fieldservice.company.models import Actor, User
from fieldservice.company.services import record, save_changes

UNUSABLE = "!"  # how Django marks a password that fits nothing


@transaction.atomic
def add_person(*, by: Actor, username: str, first_name: str, last_name: str, role: str) -> User:
    """A new log-in; it lets nobody in until a password is chosen by `password_link`."""
    person = User(username=username, first_name=first_name, last_name=last_name)
    person.set_unusable_password()
    _give(person, role)
    person.save()
    details = {"name": _name(person), "values": {"role": [None, role]}}
    record(by=by, what="person added", subject=person, details=details)
    return person


@transaction.atomic
def change_person(
    *, by: Actor, person: User, changes: Mapping[str, object], seen: int | None = None
) -> bool:
    """Keep these values; another role counts from the next click on.

    Raises ConflictError, and StaleError where somebody changed them since `seen`.
    """
    role = changes.get("role", person.role)
    if role != User.Role.MANAGER:
        _keep_a_manager(person)
    is_changed = save_changes(
        by=by, what="person changed", subject=person, changes=changes, seen=seen
    )
    row = User.objects.get(pk=person.pk)
    _give(row, row.role)
    row.save(update_fields=["is_staff", "is_superuser"])
    return is_changed


@transaction.atomic
def lock_out(*, by: Actor, person: User) -> None:
    """End every session of theirs at once and let them in no more. Raises ConflictError."""
    _keep_a_manager(person)
    person.is_active = False
    # Sessions and links hang on the password: they don't come back with the log-in.
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    record(by=by, what="person locked out", subject=person, details={"name": _name(person)})


@transaction.atomic
def let_in(*, by: Actor, person: User) -> None:
    """Let them choose a new password and come back."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(by=by, what="person let in", subject=person, details={"name": _name(person)})


def password_link(*, by: Actor, person: User) -> str:
    """An address where they choose a password, once, within three days. Raises ConflictError."""
    if not person.is_active:
        raise ConflictError(_("This log-in is switched off. Switch it on first."))
    record(by=by, what="password link made", subject=person, details={"name": _name(person)})
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("new_password", args=[uid, default_token_generator.make_token(person)])
    return settings.PUBLIC_BASE_URL + path


def _keep_a_manager(person: User) -> None:
    """Two managers who switch each other off at once must not both succeed, so rows are locked."""
    managers = User.objects.filter(role=User.Role.MANAGER, is_active=True)
    # Who never chose a password can't sign in to put things right.
    able = managers.exclude(password__startswith=UNUSABLE).select_for_update()
    if person.role == User.Role.MANAGER and not {one.pk for one in able} - {person.pk}:
        told = _("Nobody else could change settings any more. Make somebody else a manager first.")
        raise ConflictError(told)


def _give(person: User, role: str) -> None:
    person.role = role
    person.is_staff = person.is_superuser = role == User.Role.MANAGER


def _name(person: User) -> str:
    return person.get_full_name() or person.get_username()
