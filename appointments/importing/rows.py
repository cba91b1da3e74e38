"""A row on its way in: what each field says, what is wrong with it, and what becomes of it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Generic, Protocol, TypeAlias, TypeVar

from appointments.columns import Field
from appointments.importing.files import read_line
from appointments.models import Import, ImportProblem

What = ImportProblem.What
AT_ONCE = 200  # rows in one transaction: short enough for everybody else who wants to write
LONGEST_VALUE = 200

# What the next part of a dry run must know of the rows before it, by name.
Seen: TypeAlias = Mapping[str, Sequence[str]]

Thing_co = TypeVar("Thing_co", covariant=True)


@dataclass
class Row:
    """One row by its number in the file, as a person counts."""

    number: int
    values: dict[Field, str]
    problems: list[tuple[Field, What, str]] = field(default_factory=list)

    def get(self, name: Field) -> str:
        return self.values.get(name, "")

    def wrong(self, name: Field, what: What, value: str = "") -> None:
        self.problems.append((name, what, value[:LONGEST_VALUE]))

    def is_out(self) -> bool:
        return any(what in ImportProblem.LEAVE_OUT for _name, what, _value in self.problems)


@dataclass(frozen=True)
class Planned(Generic[Thing_co]):
    """What becomes of a row: something new, or it is `known` already, or left out."""

    row: Row
    thing: Thing_co | None = None
    known: bool = False

    @property
    def new(self) -> Thing_co | None:
        return None if self.known or self.row.is_out() else self.thing


class Importer(Protocol):
    """Understands rows of one kind, and writes them."""

    def plan(self, rows: list[Row]) -> Sequence[Planned[object]]:
        """Look at these rows beside what is here already; writes nothing."""

    def write(self) -> None:
        """Save what is new among the rows last planned, inside the caller's transaction."""

    def new_words(self) -> dict[str, list[str]]:
        """Kinds of work that would be made, and names that no technician has."""

    def seen_so_far(self) -> Seen:
        """What is known of the rows so far and stands in no table, for a dry run to go on with."""

    def recall(self, seen: Seen) -> None:
        """Go on where another worker had come to."""


def mark_of(thing: object) -> str:
    """A few letters that stand for what makes two rows the same; alike in every process."""
    return hashlib.blake2b(repr(thing).encode(), digest_size=8).hexdigest()


def batches(job: Import, lines: IO[bytes]) -> Iterator[tuple[list[Row], int]]:
    """The rows from where the file has come to, and where each batch ends in bytes."""
    lines.seek(job.position)
    fields = job.fields()
    while rows := [_row(line, fields) for line in _some(lines)]:
        yield rows, lines.tell()


def problem_rows(job: Import, rows: list[Row]) -> list[ImportProblem]:
    """Everything wrong with these rows, ready to be saved."""
    headings = {name: job.headings[column] for column, name in reversed(job.fields().items())}
    return [
        ImportProblem(
            file=job,
            row=row.number,
            field=name,
            heading=headings.get(name, "")[:100],
            what=what,
            value=value,
        )
        for row in rows
        for name, what, value in row.problems
    ]


def _some(lines: IO[bytes]) -> Iterator[bytes]:
    # By readline and not by iterating: that would lose the position in the file.
    for _number in range(AT_ONCE):
        line = lines.readline()
        if not line:
            return
        yield line


def _row(line: bytes, fields: dict[int, Field]) -> Row:
    number, cells = read_line(line)
    values: dict[Field, str] = {}
    for column, name in fields.items():
        # Several columns may say the same thing: the first that is filled counts.
        if column < len(cells) and cells[column] and name not in values:
            values[name] = cells[column]
    return Row(number, values)
