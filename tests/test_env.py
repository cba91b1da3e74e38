"""Values of the environment, read or refused by name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from fieldservice import env
from fieldservice.env import MailServer

SMTP = "django.core.mail.backends.smtp"


@pytest.mark.parametrize(
    ("value", "server"),
    [
        ("", MailServer()),
        ("simulator:", MailServer("notifications.simulated_mail")),
        ("anymail:postmark", MailServer("anymail.backends.postmark", service="postmark")),
        ("file:", MailServer("django.core.mail.backends.filebased")),
        ("smtp://mail.acme.test", MailServer(SMTP, "mail.acme.test", 25)),
        ("smtp://127.0.0.1:2525", MailServer(SMTP, "127.0.0.1", 2525)),
        (
            "smtp+tls://acme:secret@mail.acme.test",
            MailServer(SMTP, "mail.acme.test", 587, "acme", "secret", starttls=True),
        ),
        (
            "smtps://visits%40acme.test:a%2Fb@mail.acme.test",
            MailServer(SMTP, "mail.acme.test", 465, "visits@acme.test", "a/b", tls=True),
        ),
    ],
)
def test_a_mail_server_is_one_address(
    monkeypatch: pytest.MonkeyPatch, value: str, server: MailServer
) -> None:
    monkeypatch.setenv("EMAIL_URL", value)
    assert env.mail_server("EMAIL_URL") == server


@pytest.mark.parametrize(
    "value",
    [
        "mail.acme.test",
        "http://mail.acme.test",
        "smtp://",
        "smtp://mail:port",
        "console",
        "anymail:",
    ],
)
def test_what_is_no_mail_server_stops_the_start_by_name(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("EMAIL_URL", value)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must be"):
        env.mail_server("EMAIL_URL")


def test_a_wrong_mail_server_does_not_show_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp+ssl://acme:secret@mail.acme.test")
    with pytest.raises(ImproperlyConfigured) as refused:
        env.mail_server("EMAIL_URL")
    assert "secret" not in str(refused.value)
