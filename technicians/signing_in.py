"""One-time links that let a technician in without a password; who asks for one is a service's."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from sesame.tokens import create_token, parse_token

from fieldservice.company.models import Change, User
from technicians.backends import People
from technicians.models import Technician

INVITED = "invited"  # in the history


class Purpose(StrEnum):
    SIGN_IN = "sign_in"
    INVITATION = "invitation"


LINK_LIVES: dict[str, timedelta] = {
    Purpose.SIGN_IN: timedelta(minutes=10),
    Purpose.INVITATION: timedelta(days=7),
}


@dataclass(frozen=True)
class LogIn:
    """How far a technician has come with signing in, for the office."""

    user: User | None
    invited_at: datetime | None

    @property
    def signed_in_at(self) -> datetime | None:
        return self.user.last_login if self.user else None

    @property
    def has_password(self) -> bool:
        return self.user is not None and self.user.has_usable_password()

    @property
    def is_own(self) -> bool:
        """Not that of a manager who also visits customers: such a one needs the password."""
        return self.user is not None and self.user.role == User.Role.TECHNICIAN


def log_in(technician: Technician) -> LogIn:
    changes = Change.objects.filter(
        subject_type=technician._meta.label_lower, subject_id=str(technician.pk), what=INVITED
    )
    latest = changes.first()
    return LogIn(technician.user, latest.at if latest else None)


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


def end_links(technician: Technician) -> None:
    """End links and sessions that came by a number which is theirs no more, or never was.

    Both hang on the password, even on one that fits nothing; a real one is not touched.
    """
    user = technician.user
    if user and user.role == User.Role.TECHNICIAN and not user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])


def owner(token: str) -> Technician | None:
    """Whom the link lets in, or None: it was used, is too old or was tampered with."""
    for purpose, life in LINK_LIVES.items():
        user = parse_token(token, People().get_user, scope=str(purpose), max_age=life)
        if isinstance(user, User) and user.role == User.Role.TECHNICIAN:
            return Technician.objects.select_related("user").filter(user=user).first()
    return None
