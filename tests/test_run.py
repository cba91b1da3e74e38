"""What `make run` prepares, and that Ctrl-C leaves nothing behind."""

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from fieldservice import run
from tests.servers import PATIENCE, accepts, free_port, wait_until
from tests.services import ENVIRONMENT


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("taken", [0, 1], ids=["web", "simulator"])
def test_a_taken_port_is_refused_with_a_way_out(taken: int) -> None:
    port = free_port(neighbors=1)
    refused = pytest.raises(run.CannotStartError, match=rf"port {port + taken} is in use.*PORT=")
    with socket.create_server(("127.0.0.1", port + taken)), refused:
        run.refuse_taken_ports(port)
    run.refuse_taken_ports(port)


def test_the_secret_key_is_its_owners_and_stays(tmp_path: Path) -> None:
    run.keep_secret_key(tmp_path)
    kept = tmp_path / "secret_key"
    key = kept.read_text()
    run.keep_secret_key(tmp_path)
    assert kept.read_text() == key
    assert len(key) >= 50
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.usefixtures("nothing_set")
def test_without_an_account_the_texts_go_to_the_simulator() -> None:
    told = run.demo_environment(8000)
    assert told["TWILIO_API_BASE_URL"] == "http://127.0.0.1:8001"
    assert told["DEBUG"] == "true"
    assert told["SENDER_MPS"] == "0"


@pytest.mark.usefixtures("nothing_set")
def test_a_given_account_is_never_mixed_with_the_simulators(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "ACreal")
    assert not [name for name in run.demo_environment(8000) if name.startswith("TWILIO")]


def test_a_given_value_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDER_MPS", "3")
    assert run.demo_environment(8000)["SENDER_MPS"] == "3"


@pytest.mark.parametrize(("debug", "there"), [("true", True), ("false", False)])
def test_the_simulator_runs_only_with_debug(
    monkeypatch: pytest.MonkeyPatch, debug: str, there: bool
) -> None:
    monkeypatch.setenv("DEBUG", debug)
    assert ("simulator" in run.commands(8000)) is there


FACES = """
SELECT person.display_name FROM technicians_headshot AS shot
JOIN technicians_technician AS person ON person.id = shot.technician_id
WHERE shot.state = 'ready' AND shot.findings = '[]' ORDER BY 1
"""


def test_the_first_start_shows_every_face_that_may_be_shown_and_ctrl_c_stops_everything(
    tmp_path: Path,
) -> None:
    port, shown = free_port(neighbors=1), tmp_path / "shown"
    environment = os.environ | {"PORT": str(port), "VAR_DIR": str(tmp_path), "DATABASE_URL": ""}
    with shown.open("w") as output:
        everything = subprocess.Popen(
            [sys.executable, "-m", "fieldservice.run"],
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        wait_until(
            lambda: "Ctrl-C stops" in shown.read_text() or everything.poll() is not None,
            what="all is up and said so",
        )
        assert f"http://127.0.0.1:{port}/" in shown.read_text(), shown.read_text()
        with closing(sqlite3.connect(tmp_path / "fieldservice.sqlite3")) as kept:
            faces = [name for (name,) in kept.execute(FACES)]
        assert faces == ["Amina", "Arjan", "Ben", "Grace", "June", "Luis", "Maya"]
    finally:
        everything.send_signal(signal.SIGINT)
        everything.wait(PATIENCE)
    assert everything.returncode == 0
    assert (accepts(port), accepts(port + 1)) == (False, False)


@pytest.mark.usefixtures("nothing_set")
def test_a_real_account_never_meets_the_demos_customers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "ACreal")
    assert not run.is_demo()
    monkeypatch.setenv("TWILIO_API_BASE_URL", "http://127.0.0.1:9999")
    assert run.is_demo()
