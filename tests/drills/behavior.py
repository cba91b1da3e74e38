"""Drills of what people and the provider do: each makes its own texts due and counts them."""

from collections.abc import Callable

from tests.drills.codes import codes
from tests.drills.counting import Result
from tests.drills.dst import dst
from tests.drills.gaps import gaps
from tests.drills.lastsecond import lastsecond
from tests.drills.noworker import noworker
from tests.drills.order import order
from tests.drills.receipts import receipts
from tests.drills.stop import stop
from tests.drills.twice import twice
from tests.stack import Stack

Drill = Callable[[Stack, int], Result]
DRILLS: tuple[Drill, ...] = (
    *(receipts, codes, order),
    *(twice, lastsecond, stop),
    *(noworker, gaps, dst),
)
ROWS: dict[str, Drill] = {drill.__name__: drill for drill in DRILLS}
