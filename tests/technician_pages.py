"""Technicians' pages as a browser gets them: who signs in, and what is sent."""

import uuid
from typing import Protocol

from django.test import Client
from django.urls import reverse

from fieldservice.company.models import User
from technicians.models import Technician
from tests.factories import make_technician, without_approval

PART = {"HX-Request": "true"}


def technician_named(name: str = "Maya Lopez") -> Technician:
    """A technician who can sign in; nobody agreed to anything yet but the office to the years.

    In the company of these tests nothing needs approval; those of approval ask for it.
    """
    without_approval()
    one = make_technician(name)
    # Without a password, which takes long to hash: these clients don't pass the sign-in page.
    one.user = User.objects.create(username=one.first_name.lower(), role=User.Role.TECHNICIAN)
    one.save()
    return one


def dispatcher() -> User:
    return User.objects.create(username="priya", role=User.Role.DISPATCHER)


def signed_in_as(user: User | None) -> Client:
    assert user is not None
    client = Client()
    client.force_login(user)
    return client


def address(name: str, one: Technician, *more: str) -> str:
    return reverse(name, args=[one.pk, *more])


def words(**said: str) -> dict[str, str]:
    """The form of own words; `en_opener="..."` says which field of which language."""
    return {key.replace("_", "-", 1): text for key, text in said.items()}


class Answer(Protocol):
    """What a view returned, whichever client asked."""

    @property
    def content(self) -> bytes: ...


def html(response: Answer) -> str:
    return response.content.decode()


def nobody() -> uuid.UUID:
    return uuid.uuid4()
