"""Starts the simulator from the command line, without Django."""

import argparse
import os
import signal
import threading

from .faults import Faults
from .life import Pace
from .service import Simulator


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options the plain start and the management command share."""
    port = int(os.environ.get("PORT", "8000")) + 1
    parser.add_argument("--port", type=int, default=port, help="default: PORT + 1")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--inbound-url", help="where customers' answers are posted")
    parser.add_argument("--latency-ms", type=float, default=0, help="delay every API answer")
    parser.add_argument("--delay", type=float, default=1, help="factor on sent and delivered")


def run(options: argparse.Namespace) -> None:
    """Answer until Ctrl-C."""
    with _simulator(options) as simulator:
        print(f"Phones: {simulator.url}/", flush=True)  # noqa: T201
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            # A second Ctrl-C, or one sent to the whole group, must not break the closing.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            print("Phones switched off.")  # noqa: T201


def _simulator(options: argparse.Namespace) -> Simulator:
    try:
        return Simulator(
            account_sid=options.account,
            auth_token=options.token,
            inbound_url=options.inbound_url or "",
            host=options.host,
            port=options.port,
            faults=Faults(latency_ms=options.latency_ms),
            pace=Pace().times(options.delay),
        )
    except OSError as error:
        raise SystemExit(f"The simulator cannot use port {options.port}: {error}") from error


def main() -> None:
    """`python -m notifications.simulator --account AC... --token ...`"""
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--account", required=True)
    parser.add_argument("--token", required=True)
    add_options(parser)
    run(parser.parse_args())


if __name__ == "__main__":
    main()
