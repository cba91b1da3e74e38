"""E-mail as tests see it: who gets it, and what lies in the box pytest-django keeps."""

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from appointments.models import Customer
from notifications.models import CallTask
from tests.factories import make_customer

DANA = "dana@example.com"


def switch_on(settings: Settings) -> None:
    """As with EMAIL_URL; nothing leaves."""
    settings.EMAIL_URL, settings.DEFAULT_FROM_EMAIL = "file:", "visits@acme.test"
    settings.EMAIL_REPLY_TO = "visits@acme.test"


def make_dana() -> Customer:
    """She gets texts, and has an address too."""
    dana = make_customer("Dana Webb")
    dana.email = DANA
    dana.save()
    return dana


def make_ada() -> Customer:
    """She wants e-mails."""
    ada = make_customer("Ada Okafor", phone="+12025550144")
    ada.reach, ada.email = Customer.Reach.EMAIL, "ada@example.com"
    ada.save()
    return ada


def letters() -> list[EmailMultiAlternatives]:
    return [letter for letter in mail.outbox if isinstance(letter, EmailMultiAlternatives)]


def html(letter: EmailMultiAlternatives) -> str:
    return str(letter.alternatives[0][0])


def open_calls() -> list[str]:
    return [call.reason for call in CallTask.objects.open()]
