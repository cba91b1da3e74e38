"""Drills of what people and the provider do: each makes its own texts due and counts them."""

from collections.abc import Callable

from tests.drills.counting import Result
from tests.stack import Stack

ROWS: dict[str, Callable[[Stack, int], Result]] = {}
