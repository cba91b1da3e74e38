"""E-mails to the simulator instead of to anybody: for the demo, as `EMAIL_URL=simulator:`."""

from collections.abc import Sequence

import urllib3
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Each letter as it would go to a server, posted to the phones' page."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for letter in email_messages:
            _post(letter.message().as_bytes())
        return len(email_messages)


def _post(letter: bytes) -> None:
    try:
        answer = urllib3.request(
            "POST",
            f"{settings.TWILIO_API_BASE_URL}/simulator/emails",
            body=letter,
            headers={"Content-Type": "message/rfc822"},
            timeout=settings.EMAIL_TIMEOUT,
            retries=False,
        )
    except urllib3.exceptions.HTTPError as error:
        raise ConnectionError("no simulator") from error
    if answer.status >= 400:
        raise ConnectionError(answer.status)
