"""The mail server of the town: letters come to customers in one order with their texts."""

import smtplib
from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings

from appointments.models import Customer
from notifications.providers.base import Letter, Outgoing
from tests.town_network import Network

Reach = Customer.Reach
# Who can be written to, by their place in the town, and how they want to hear of their visits.
ADDRESSES: dict[str, dict[int, tuple[Reach, str]]] = {
    "none": {},
    "some": {
        0: (Reach.PICTURE, "dana@example.com"),
        2: (Reach.EMAIL, "ines@example.com"),
    },
    "others": {
        0: (Reach.EMAIL, "dana@example.com"),
        1: (Reach.EMAIL, ""),
        2: (Reach.PLAIN, "ines@example.com"),
    },
}


class Post(BaseEmailBackend):
    """What Django hands mail to; the town of this moment has its `network`."""

    network: ClassVar[Network]

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            (to,) = mail.to
            letter = Letter(subject=str(mail.subject), reference=mail.metadata["attempt"])  # type: ignore[attr-defined]
            sent = Outgoing(sender=mail.from_email, to=to, body=str(mail.body), letter=letter)
            try:
                self.network.post(sent)
            except smtplib.SMTPRecipientsRefused:
                self.network.returned.append(to)
                raise
        return len(email_messages)


def open_post() -> override_settings:
    """As with EMAIL_URL; nothing leaves, and photos lie in memory."""
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    return override_settings(
        EMAIL_URL="file:",
        EMAIL_BACKEND="tests.town_post.Post",
        DEFAULT_FROM_EMAIL="visits@acme.test",
        STORAGES={**settings.STORAGES, "default": memory},
    )
