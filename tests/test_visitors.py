"""Where a request comes from: what our own proxy says, and nothing a visitor can make up."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from fieldservice.company.visitors import visitor

PROXY = ("HTTP_X_FORWARDED_PROTO", "https")


def seen(peer: str, forwarded: str | None = None) -> str | None:
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return visitor(RequestFactory(headers=headers).get("/", REMOTE_ADDR=peer))


@pytest.mark.parametrize(
    ("peer", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", None),
        ("unix:", None),
    ],
)
def test_a_visitor_is_known_by_the_address(peer: str, address: str | None) -> None:
    assert seen(peer) == address


def test_without_a_proxy_nobody_is_believed_about_others(settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = None
    assert seen("203.0.113.9", "198.51.100.7") == "203.0.113.9"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("10.0.0.1, 198.51.100.7", "198.51.100.7"),
        ("made up", None),
        (None, "127.0.0.1"),
    ],
)
def test_behind_a_proxy_its_own_word_counts(
    settings: Settings, forwarded: str | None, address: str | None
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = PROXY
    assert seen("127.0.0.1", forwarded) == address
