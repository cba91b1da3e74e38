"""Starting the simulator: from manage.py where it is allowed, and plainly."""

import argparse
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from notifications.simulator import Simulator
from notifications.simulator.__main__ import add_options, run


def test_the_simulator_refuses_to_start_where_customers_are_real(settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="only with DEBUG on"):
        call_command("simulator")


def test_an_account_is_needed(settings: Settings) -> None:
    settings.DEBUG, settings.TWILIO_ACCOUNT_SID = True, ""
    with pytest.raises(CommandError, match="TWILIO_ACCOUNT_SID"):
        call_command("simulator")


def test_the_phones_stand_one_port_above_the_web(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8500")
    parser = argparse.ArgumentParser()
    add_options(parser)
    assert parser.parse_args([]).port == 8501


def test_a_taken_port_is_named() -> None:
    with Simulator(account_sid="AC1", auth_token="x") as sim:
        port = int(sim.url.rpartition(":")[2])
        parser = argparse.ArgumentParser()
        add_options(parser)
        options = parser.parse_args(["--port", str(port)])
        options.account, options.token = "AC1", "x"
        with pytest.raises(SystemExit, match=str(port)):
            run(options)


def test_the_simulator_needs_no_django() -> None:
    package = Path(__file__).parents[1] / "notifications" / "simulator"
    for module in package.glob("*.py"):
        assert "import django" not in module.read_text()
        assert "from django" not in module.read_text()
