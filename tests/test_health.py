"""Whether we say truly how we are: the process, the database, the broker, the worker."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from fieldservice.celery import app
from notifications.models import Pulse
from tests.servers import free_port

pytestmark = pytest.mark.django_db


def parts() -> dict[str, str]:
    found: dict[str, str] = Client().get("/readyz").json()
    return found


def fall_over(*args: object) -> None:
    raise DatabaseError("gone")


def test_a_living_process_says_so_without_a_database() -> None:
    with connection.execute_wrapper(fall_over):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.parametrize(
    ("seconds", "worker"), [(0, "ok"), (29, "ok"), (31, "late"), (79, "late"), (81, "down")]
)
def test_a_worker_is_as_well_as_its_last_sign_of_life(seconds: float, worker: str) -> None:
    Pulse.objects.create(name="worker", at=timezone.now() - timedelta(seconds=seconds))
    assert parts() == {"database": "ok", "broker": "ok", "worker": worker}


def test_a_worker_nobody_has_seen_is_down() -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["worker"]) == (200, "down")


def test_migrations_that_wait_are_not_ready() -> None:
    MigrationRecorder.Migration.objects.filter(app="notifications").delete()
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "late")


def test_a_database_that_is_away_is_not_ready() -> None:
    with connection.execute_wrapper(fall_over):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"database": "down", "broker": "ok", "worker": "down"},
    )


@pytest.fixture
def broker_that_is_away() -> Iterator[None]:
    names = ("broker_write_url", "broker_transport_options")
    before = {name: app.conf.get(name) for name in names}
    away = {"max_retries": 0, "socket_connect_timeout": 0.5}
    app.conf.update(zip(names, (f"redis://127.0.0.1:{free_port()}/0", away), strict=True))
    yield
    app.conf.update(before)


@pytest.mark.usefixtures("broker_that_is_away")
def test_a_broker_that_is_away_is_told_and_no_reason_to_refuse_visitors() -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (200, "down")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_read_only_and_never_kept(path: str) -> None:
    assert Client().post(path).status_code == 405
    assert "no-store" in Client().get(path).headers["Cache-Control"]
