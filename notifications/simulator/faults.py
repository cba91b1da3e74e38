"""The switches that make the provider misbehave, and the die that says which call it hits."""

import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

Callbacks = Literal["on", "off", "late", "repeated", "shuffled"]
Trouble = Literal["none", "busy", "broken", "dropped", "empty", "garbage"]

BY_PHONE = frozenset({"error_code", "later_error_code"})
CHOICES: dict[str, frozenset[str]] = {
    "callbacks": frozenset({"on", "off", "late", "repeated", "shuffled"}),
    "status_500": frozenset({"with_body", "without_body"}),
}


@dataclass(frozen=True)
class Faults:
    """Every switch; all off by default. Rates are shares of create calls, 0 to 1.

    Error codes go by phone: `error_code` answers the create call, `later_error_code` comes after.
    """

    latency_ms: float = 0
    status_429_rate: float = 0
    status_500_rate: float = 0
    status_500: Literal["with_body", "without_body"] = "with_body"
    status_500_accepts: bool = False
    drop_after_accept_rate: float = 0
    empty_201_rate: float = 0
    garbage_201_rate: float = 0
    hang_seconds: float = 0
    hang_count: int = 0
    callbacks: Callbacks = "on"
    callbacks_late_seconds: float = 30
    list_delay_seconds: float = 0
    queue_seconds: float = 0
    error_code: dict[str, int] = field(default_factory=dict)
    later_error_code: dict[str, int] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> "Faults":
        """The table as posted, what isn't named is off; ValueError names what is wrong."""
        known = {switch.name: switch.default for switch in fields(cls)}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"There is no switch called {name}.")
            if not _fits(name, value, known[name]):
                raise ValueError(f"{name} cannot be {value!r}.")
        return cls(**values)  # type: ignore[arg-type]  # each value was just checked

    def on(self) -> dict[str, object]:
        """The switches that differ from a well-behaved provider."""
        calm = Faults()
        names = (switch.name for switch in fields(self))
        return {n: getattr(self, n) for n in names if getattr(self, n) != getattr(calm, n)}


def _fits(name: str, value: object, default: object) -> bool:
    if name in CHOICES:
        return value in CHOICES[name]
    if name in BY_PHONE:
        return isinstance(value, dict) and all(isinstance(code, int) for code in value.values())
    if isinstance(default, bool):
        return isinstance(value, bool)
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


SLICES: tuple[tuple[Trouble, str], ...] = (
    ("busy", "status_429_rate"),
    ("broken", "status_500_rate"),
    ("dropped", "drop_after_accept_rate"),
    ("empty", "empty_201_rate"),
    ("garbage", "garbage_201_rate"),
)


def trouble(faults: Faults, roll: float) -> Trouble:
    """The trouble a roll of 0 to 1 lands on: the rates lie end to end on one scale."""
    for name, rate in SLICES:
        roll -= getattr(faults, rate)
        if roll < 0:
            return name
    return "none"


class Switches:
    """The switches as they stand now, shared by all requests."""

    def __init__(self, faults: Faults, roll: Callable[[], float] = random.random) -> None:
        self._start = faults
        self._roll = roll
        self._lock = threading.Lock()
        self.set(faults)

    def set(self, faults: Faults) -> None:
        """Throw all switches at once."""
        with self._lock:
            self.faults = faults
            self._hangs_left = faults.hang_count

    def reset(self) -> None:
        """Back to how the simulator was started."""
        self.set(self._start)

    def draw(self) -> Trouble:
        """What happens to the next create call."""
        return trouble(self.faults, self._roll())

    def hang(self) -> float:
        """Seconds the next accepted call is left without its answer."""
        with self._lock:
            if not self._hangs_left:
                return 0
            self._hangs_left -= 1
            return self.faults.hang_seconds
