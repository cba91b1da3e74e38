"""One-time links that let a technician in without a password; who asks for one is a service's."""

from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from sesame.tokens import create_token, parse_token

from fieldservice.company.models import User
from technicians.backends import People
from technicians.models import Technician


class Purpose(StrEnum):
    SIGN_IN = "sign_in"
    INVITATION = "invitation"


LINK_LIVES: dict[str, timedelta] = {
    Purpose.SIGN_IN: timedelta(minutes=10),
    Purpose.INVITATION: timedelta(days=7),
}


def may_have_link(technician: Technician, day: date) -> bool:
    """Whether a link would let them in: they work here, and their log-in is active and their own.

    Somebody without a log-in may have one; it is made when the link is asked for.
    """
    if technician.has_left(day):
        return False
    user = technician.user
    return user is None or (user.is_active and user.role == User.Role.TECHNICIAN)


def link(technician: Technician, purpose: str) -> str:
    """The address of a fresh link; its life begins now, so make it when the text leaves.

    Raises ValueError without a log-in: whoever fired `link_wanted` has made one.
    """
    if technician.user is None:
        raise ValueError("A link needs a log-in.")
    token = create_token(technician.user, scope=str(purpose))
    return settings.PUBLIC_BASE_URL + reverse("sign_in_link", args=[token])


def owner(token: str) -> User | None:
    """Whom the link lets in, or None: it was used, is too old or was tampered with."""
    for purpose, life in LINK_LIVES.items():
        user = parse_token(token, People().get_user, scope=str(purpose), max_age=life)
        if isinstance(user, User) and user.role == User.Role.TECHNICIAN:
            return user
    return None
