"""E-mails over a real connection: what the server says, and what that means for us."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from pytest_django import Settings

from notifications.providers.base import (
    AmbiguousError,
    Carrier,
    Family,
    Letter,
    NotProcessedError,
    Outgoing,
    ProviderError,
    RefusedError,
    SetUpError,
)
from notifications.providers.email import EmailCarrier
from tests.mail_server import BREAK, MailServer
from tests.servers import free_port
from tests.simulator_company import jpeg
from tests.test_providers import CarrierContract, outgoing, refusal

LETTER = Outgoing(
    sender="Acme Heating <visits@acme.test>",
    to="dana@example.com",
    body="Maya is coming on Tue 2 Jun, 9-11am.",
    letter=Letter(
        subject="Calefacción Acme: Maya le visita, mar 2 jun, 9-11h",
        html="<p>Maya is coming.</p><img src='cid:photo'>",
        photo=jpeg(),
        calendar=b"BEGIN:VCALENDAR\r\nSUMMARY:Se\xc3\xb1or Maya\r\nEND:VCALENDAR\r\n",
        reply_to="office@acme.test",
        stop_url="https://acme.test/stop-emails/x",
    ),
)


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        yield server


class TestEmail(CarrierContract):
    @pytest.fixture
    def provider(self, server: MailServer) -> Carrier:
        return EmailCarrier()

    @pytest.fixture
    def to(self) -> str:
        return "dana@example.com"


def taken(server: MailServer) -> EmailMessage:
    """The one letter that the server has."""
    (letter,) = server.letters
    read = message_from_bytes(letter, policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def test_a_letter_has_plain_words_and_html_and_the_photo_inside(server: MailServer) -> None:
    EmailCarrier().send(LETTER)
    shown = next(taken(server).iter_parts())
    assert shown.get_content_type() == "multipart/related"
    words, photo = shown.iter_parts()
    assert [part.get_content_type() for part in words.iter_parts()] == ["text/plain", "text/html"]
    assert (photo["Content-ID"], photo.get_content_disposition()) == ("<photo>", "inline")
    assert photo.get_content() == jpeg()


def test_the_event_lies_beside_it_as_a_file_to_open(server: MailServer) -> None:
    EmailCarrier().send(LETTER)
    letter = taken(server)
    assert letter.get_content_type() == "multipart/mixed"
    _, event = letter.iter_parts()
    assert event.get_content_type() == "text/calendar"
    assert (event.get_param("method"), event.get_filename()) == ("PUBLISH", "visit.ics")
    assert "SUMMARY:Señor Maya" in event.get_content()


def test_it_can_be_answered_and_stopped_with_one_click(server: MailServer) -> None:
    EmailCarrier().send(LETTER)
    letter = taken(server)
    assert letter["Reply-To"] == "office@acme.test"
    assert letter["List-Unsubscribe"] == "<https://acme.test/stop-emails/x>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_says_who_writes_and_to_whom(server: MailServer) -> None:
    sid = EmailCarrier().send(LETTER).sid
    letter = taken(server)
    assert (letter["From"], letter["To"]) == (LETTER.sender, LETTER.to)
    assert letter["Subject"].strip() == "Calefacción Acme: Maya le visita, mar 2 jun, 9-11h"
    assert letter["Message-ID"] == f"<{sid}@acme.test>"


def test_nobody_s_absence_shall_answer(server: MailServer) -> None:
    EmailCarrier().send(LETTER)
    assert taken(server)["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("command", "answer", "error", "family"),
    [
        ("MAIL", "451 later", NotProcessedError, Family.TEMPORARY),
        ("MAIL", "550 not you", SetUpError, Family.SET_UP),
        ("RCPT", "450 later", NotProcessedError, Family.TEMPORARY),
        ("RCPT", "550 nobody here", RefusedError, Family.WRONG_NUMBER),
        ("RCPT", "550 5.1.1 no such user", RefusedError, Family.WRONG_NUMBER),
        ("RCPT", "550 5.7.1 you are on a list", RefusedError, Family.CONTENT),
        ("DATA", "452 full", NotProcessedError, Family.TEMPORARY),
        ("DATA", "554 no", RefusedError, Family.CONTENT),
        ("END", "451 later", NotProcessedError, Family.TEMPORARY),
        ("END", "554 spam", RefusedError, Family.CONTENT),
        ("END", BREAK, AmbiguousError, Family.AMBIGUOUS),
        ("DATA", BREAK, AmbiguousError, Family.AMBIGUOUS),
    ],
)
def test_an_answer_becomes_one_of_our_errors(
    server: MailServer, command: str, answer: str, error: type[ProviderError], family: Family
) -> None:
    server.answers = {command: answer}
    caught = refusal(EmailCarrier(), LETTER)
    assert (type(caught), caught.family, caught.code) == (error, family, answer[:3])


def test_a_connection_that_breaks_before_the_letter_took_nothing(server: MailServer) -> None:
    server.answers = {"HELLO": BREAK}
    assert type(refusal(EmailCarrier(), LETTER)) is NotProcessedError


def test_without_a_server_nothing_has_left(settings: Settings, server: MailServer) -> None:
    settings.EMAIL_PORT = free_port()
    assert type(refusal(EmailCarrier(), LETTER)) is NotProcessedError


def test_a_wrong_password_is_for_the_office_to_mend(settings: Settings, server: MailServer) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "acme", "guess"
    server.answers = {"EHLO": "250-mail.test\r\n250 AUTH PLAIN", "AUTH": "535 no"}
    error = refusal(EmailCarrier(), LETTER)
    assert (type(error), error.code) == (SetUpError, "535")


def test_a_server_without_tls_gets_no_password(settings: Settings, server: MailServer) -> None:
    settings.EMAIL_USE_TLS = True
    assert type(refusal(EmailCarrier(), LETTER)) is SetUpError


def test_a_goodbye_that_fails_takes_nothing_back(server: MailServer) -> None:
    server.answers = {"QUIT": BREAK}
    assert EmailCarrier().send(LETTER).sid


def test_an_address_with_a_line_of_its_own_writes_to_nobody(server: MailServer) -> None:
    error = refusal(EmailCarrier(), outgoing("dana@example.com\nBcc: all@example.com"))
    assert (type(error), error.family) == (RefusedError, Family.CONTENT)
    assert server.letters == []
