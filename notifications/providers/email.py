"""E-mail behind our own words: Django's mail settings say where it goes; nobody reports arrival."""

import smtplib
from contextlib import suppress
from email.message import EmailMessage, Message
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import Policy
from typing import Protocol
from uuid import uuid4

from django.core.mail import EmailMultiAlternatives, get_connection

from notifications.providers.base import (
    Accepted,
    AmbiguousError,
    Family,
    Letter,
    NotProcessedError,
    Outgoing,
    ProviderError,
    RefusedError,
    SetUpError,
)

PHOTO = "photo"  # under this name the HTML shows it: cid:photo
EVENT = "visit.ics"
POLICY = b"5.7."  # so begin refusals that say nothing of the address


class _Connection(Protocol):
    def open(self) -> bool | None: ...
    def close(self) -> None: ...


class _Mail(EmailMultiAlternatives):
    """A letter whose photo belongs to its HTML, while other files lie beside it."""

    metadata: dict[str, str]

    def message(self, *, policy: Policy | None = None) -> EmailMessage:
        whole = super().message()
        parts = [part for part in whole.get_payload() if isinstance(part, Message)]
        shown = [part for part in parts if part["Content-ID"]]
        if shown:
            # Programs hide from the list of files what is related to the HTML, and only that.
            related = MIMEMultipart("related", _subparts=[parts[0], *shown])
            beside = [part for part in parts[1:] if part not in shown]
            whole.set_payload([related, *beside])
        return whole


class EmailCarrier:
    """A connection for each e-mail: they are few, and a quiet one would be cut off meanwhile."""

    errors: tuple[type[Exception], ...] = (OSError, ValueError)

    def send(self, outgoing: Outgoing) -> Accepted:
        sid = uuid4().hex
        connection = get_connection()
        try:
            _open(connection)
            mail = letter(outgoing, sid, connection)
            mail.send()
        except self.errors as error:
            raise self.refusal(error) from error
        finally:
            _close(connection)
        return Accepted(sid=self.taken(mail, sid))

    def refusal(self, error: Exception) -> ProviderError:
        """What an error after the connection was made means."""
        # One that can't be written, by its own address or by ours: nothing was said yet.
        return _refusal(error) if isinstance(error, OSError) else RefusedError(Family.CONTENT)

    def taken(self, mail: EmailMultiAlternatives, sid: str) -> str:
        """The id it was taken under: our own, as a mail server gives none."""
        return sid


def letter(outgoing: Outgoing, sid: str, connection: _Connection) -> EmailMultiAlternatives:
    """Plain words and HTML, with the photo inside rather than as an attachment to open."""
    written = outgoing.letter or Letter(subject="")
    mail = _Mail(
        subject=written.subject,
        body=outgoing.body,
        from_email=outgoing.sender,
        to=[outgoing.to],
        reply_to=[written.reply_to] if written.reply_to else None,
        connection=connection,
        headers=_headers(written, _message_id(sid, outgoing.sender)),
    )
    if written.reference:
        # Only a mail service's backend looks at it.
        mail.metadata = {"attempt": written.reference}
    if written.html:
        mail.attach_alternative(written.html, "text/html")
    if written.photo:
        photo = MIMEImage(written.photo, "jpeg")
        photo.add_header("Content-ID", f"<{PHOTO}>")
        photo.add_header("Content-Disposition", "inline", filename=f"{PHOTO}.jpg")
        mail.attach(photo)
    if written.calendar:
        event = MIMEText(written.calendar.decode(), "calendar", "utf-8")
        event.set_param("method", "PUBLISH")
        event.add_header("Content-Disposition", "attachment", filename=EVENT)
        mail.attach(event)
    return mail


def _headers(written: Letter, message_id: str) -> dict[str, str]:
    # A machine on the other side shall not answer that nobody is in the office.
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    if written.stop_url:
        headers["List-Unsubscribe"] = f"<{written.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _message_id(sid: str, sender: str) -> str:
    domain = sender.rpartition("@")[2].rstrip("> ")
    return f"<{sid}@{domain or 'localhost'}>"


def _open(connection: _Connection) -> None:
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError as error:
        raise SetUpError(Family.SET_UP, str(error.smtp_code)) from error
    except smtplib.SMTPNotSupportedError as error:
        raise SetUpError(Family.SET_UP) from error
    except OSError as error:
        # SMTPException is one of them. Before the e-mail's own words nothing has left.
        raise NotProcessedError(Family.TEMPORARY) from error


def _close(connection: _Connection) -> None:
    with suppress(OSError):  # what was said before the goodbye counts
        connection.close()


def _refusal(error: OSError) -> ProviderError:
    """What an error after the connection was made means."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        family = Family.CONTENT if words.startswith(POLICY) else Family.WRONG_NUMBER
        return _by_code(code, RefusedError(family, str(code)))
    if isinstance(error, smtplib.SMTPSenderRefused):
        code = error.smtp_code
        return _by_code(code, SetUpError(Family.SET_UP, str(code)))
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        return _by_code(code, RefusedError(Family.CONTENT, str(code)))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return RefusedError(Family.WRONG_NUMBER)
    # A connection that broke: the server may have it all.
    return AmbiguousError(Family.AMBIGUOUS)


def _by_code(code: int, permanent: ProviderError) -> ProviderError:
    """4xx asks to come back later, 5xx never to."""
    return NotProcessedError(Family.TEMPORARY, str(code)) if code < 500 else permanent
