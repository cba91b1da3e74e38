"""E-mail behind our own words: Django's mail settings say where it goes; nobody reports arrival."""

import smtplib
from contextlib import suppress
from email.mime.image import MIMEImage
from typing import Protocol
from uuid import uuid4

from django.core.mail import EmailMultiAlternatives, get_connection

from notifications.providers.base import (
    Accepted,
    AmbiguousError,
    Family,
    NotProcessedError,
    Outgoing,
    ProviderError,
    RefusedError,
    SetUpError,
)

PHOTO = "photo"  # under this name the HTML shows it: cid:photo


class _Connection(Protocol):
    def open(self) -> bool | None: ...
    def close(self) -> None: ...


class _Letter(EmailMultiAlternatives):
    mixed_subtype = "related"  # what is attached belongs into the HTML


class EmailCarrier:
    """A connection for each e-mail: they are few, and a quiet one would be cut off meanwhile."""

    def send(self, outgoing: Outgoing) -> Accepted:
        sid = uuid4().hex
        connection = get_connection()
        try:
            _open(connection)
            letter(outgoing, sid, connection).send()
        except ValueError as error:
            # An address no e-mail can be written to; nothing was said to the server yet.
            raise RefusedError(Family.WRONG_NUMBER) from error
        except OSError as error:
            raise _refusal(error) from error
        finally:
            _close(connection)
        return Accepted(sid=sid)


def letter(outgoing: Outgoing, sid: str, connection: _Connection) -> EmailMultiAlternatives:
    """Plain words and HTML, with the photo inside rather than as an attachment to open."""
    mail = _Letter(
        subject=outgoing.subject,
        body=outgoing.body,
        from_email=outgoing.sender,
        to=[outgoing.to],
        connection=connection,
        # A machine on the other side shall not answer that nobody is in the office.
        headers={
            "Message-ID": _message_id(sid, outgoing.sender),
            "Auto-Submitted": "auto-generated",
        },
    )
    if outgoing.html:
        mail.attach_alternative(outgoing.html, "text/html")
    if outgoing.photo:
        photo = MIMEImage(outgoing.photo, "jpeg")
        photo.add_header("Content-ID", f"<{PHOTO}>")
        photo.add_header("Content-Disposition", "inline", filename=f"{PHOTO}.jpg")
        mail.attach(photo)
    return mail


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
        code = next(iter(error.recipients.values()))[0]
        return _by_code(code, RefusedError(Family.WRONG_NUMBER, str(code)))
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
