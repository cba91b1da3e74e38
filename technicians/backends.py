"""Whose log-in counts, at the sign-in page and again at every request."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from fieldservice.company.models import User
from technicians.models import Technician

AnyUser = AbstractBaseUser | AnonymousUser | None


class People(ModelBackend):
    """Everybody with an active log-in, but no technician who has left."""

    def user_can_authenticate(self, user: AnyUser) -> bool:
        if not isinstance(user, User) or not super().user_can_authenticate(user):
            return False
        return user.role != User.Role.TECHNICIAN or not _has_left(user)


def _has_left(user: User) -> bool:
    own = Technician.objects.filter(user=user).only("left_on").first()
    return own is not None and own.has_left(timezone.localdate())
