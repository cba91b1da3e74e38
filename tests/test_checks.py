"""Settings that can't work: each is told by name, and no process starts with one."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from fieldservice.run import BASE_DIR
from notifications.checks import check_environment, is_only_here, sends_for_real
from tests.servers import free_port

REAL = {"TWILIO_API_BASE_URL": "https://api.twilio.com", "PUBLIC_BASE_URL": "https://acme.example"}
NO_ACCOUNT = {"TWILIO_ACCOUNT_SID": "", "TWILIO_AUTH_TOKENS": []}


def told(settings: Settings, **values: object) -> list[str]:
    """The ids of what is wrong when the real provider is used with these settings."""
    for name, value in (REAL | values).items():
        setattr(settings, name, value)
    return [str(check.id).removeprefix("notifications.") for check in check_environment()]


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        ({}, []),
        ({"PUBLIC_BASE_URL": "http://127.0.0.1:8000"}, ["E001"]),
        ({"PUBLIC_BASE_URL": "https://10.0.0.5"}, ["E001"]),
        ({"TWILIO_AUTH_TOKENS": []}, ["E002"]),
        ({"TWILIO_ACCOUNT_SID": ""}, ["E003"]),
        ({"TWILIO_FROM": ""}, ["E004"]),
        ({"TWILIO_FROM": "", "TWILIO_MESSAGING_SERVICE_SID": "MG1"}, []),
        ({"TWILIO_MESSAGING_SERVICE_SID": "MG1"}, []),
        ({"TWILIO_FROM": "5005550006"}, ["E005"]),
        ({"TWILIO_FROM": "+1 500 555 0006"}, ["E005"]),
        ({"TWILIO_FROM": "AcmeHeating"}, ["E005"]),
        ({"TWILIO_FROM": "72345"}, []),
        ({"TRAVEL_TIMES": "routes.by_road"}, ["E008"]),
        ({"TRAVEL_TIMES": "appointments.estimating.by_road"}, ["E008"]),
        ({"TRAVEL_TIMES": "appointments.estimating.EARTH"}, ["E008"]),
        ({"PUBLIC_BASE_URL": "https://acme_one.example"}, ["E006"]),
        ({"TWILIO_MESSAGING_SERVICE_SID": "+15005550006"}, ["E007"]),
        ({"EMAIL_URL": "simulator:"}, ["E008"]),
        (NO_ACCOUNT | {"PUBLIC_BASE_URL": "http://127.0.0.1:8000", "TWILIO_FROM": ""}, []),
    ],
)
def test_every_contradiction_has_its_own_error(
    settings: Settings, values: dict[str, object], ids: list[str]
) -> None:
    assert told(settings, **values) == ids


def test_health_checks_reach_this_machine_whatever_hosts_are_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "visits.example.com")
    hosts = runpy.run_path(str(BASE_DIR / "fieldservice" / "settings.py"))["ALLOWED_HOSTS"]
    assert hosts == ["visits.example.com", "127.0.0.1", "localhost"]


def test_a_stand_in_for_the_provider_may_call_a_loopback_address(
    settings: Settings,
) -> None:
    values = {"TWILIO_API_BASE_URL": "http://127.0.0.1:8001", "PUBLIC_BASE_URL": "http://localhost"}
    assert told(settings, **values) == []


@pytest.mark.parametrize(
    ("address", "is_real"),
    [
        ("https://api.twilio.com", True),
        ("https://api.dublin.ie1.twilio.com", True),
        ("https://faketwilio.com", False),
        ("http://127.0.0.1:8001", False),
    ],
)
def test_the_provider_itself_is_told_from_a_stand_in(
    settings: Settings, address: str, is_real: bool
) -> None:
    settings.TWILIO_API_BASE_URL = address
    assert sends_for_real() is is_real


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        ("localhost:8000", True),
        ("office", True),
        ("office.local.", True),
        ("127.0.0.1", True),
        ("192.168.1.4", True),
        ("172.31.255.255", True),
        ("172.32.0.0", False),
        ("[::1]", True),
        ("0.0.0.0", True),
        ("8.8.8.8", False),
        ("texts.acme.example", False),
        ("notlocal.example", False),
    ],
)
def test_an_address_of_this_network_is_told_from_a_public_one(host: str, only_here: bool) -> None:
    assert is_only_here(f"https://{host}") is only_here


PROCESSES = {
    "web": ["-m", "gunicorn", "fieldservice.wsgi", "--bind", "127.0.0.1:PORT"],
    "worker": ["-m", "celery", "-A", "fieldservice", "worker"],
    "beat": ["-m", "celery", "-A", "fieldservice", "beat"],
    "manage": ["manage.py", "check"],
    "all": ["-m", "fieldservice.run"],
}


@pytest.mark.parametrize("name", PROCESSES)
def test_no_process_starts_with_a_wrong_environment(name: str, tmp_path: Path) -> None:
    port = free_port(neighbors=1)
    arguments = [word.replace("PORT", str(port)) for word in PROCESSES[name]]
    environment = {"VAR_DIR": str(tmp_path), "DATABASE_URL": "", "TWILIO_FROM": "5005550006"}
    environment["PORT"] = str(port)
    ended = subprocess.run(
        [sys.executable, *arguments],
        check=False,
        cwd=BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode != 0
    assert "TWILIO_FROM is not a phone number" in ended.stdout + ended.stderr
