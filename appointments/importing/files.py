"""From an uploaded file to rows of text: CSV in the usual encodings, XLSX; everything else refused.

Nothing in a file is ever computed: a formula counts as the value Excel had kept for it.
"""

import codecs
import csv
import io
import itertools
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, TypeAlias

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from fieldservice.company.errors import InvalidError

LARGEST = 25 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 5_000
PEEK = 64 * 1024
FIRST_ROWS = 15
SEPARATORS = ",;\t|"
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# Spreadsheets keep numbers from turning into something else by writing them as ="0123".
KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)

# What openpyxl raises where a part of the file is missing or not what it should be.
BROKEN = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, EOFError),
    *(SyntaxError, KeyError, IndexError, ValueError, TypeError, AttributeError),
)

Rows: TypeAlias = Iterator[list[str]]
Cell: TypeAlias = object


def first_rows(upload: IO[bytes]) -> list[list[str]]:
    """The beginning of the file. Raises InvalidError where it can't be a table."""
    rows = list(itertools.islice(read(upload), FIRST_ROWS))
    if not any(map(any, rows)):
        raise InvalidError(_("This file is empty. Choose one with a row of headings."))
    return rows


def read(upload: IO[bytes]) -> Rows:
    """Every row as text. Raises InvalidError where the file is not a table, or too large a one."""
    upload.seek(0)
    start = upload.read(PEEK)
    upload.seek(0)
    rows = _sheet(upload) if start.startswith(ZIP) else _text(upload, start)
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            words = {"most": f"{MOST_ROWS:,}"}
            raise InvalidError(_("There are more than %(most)s rows. Split the file.") % words)
        yield _trimmed([_tidy(cell) for cell in row[:MOST_COLUMNS]])


def write_lines(rows: Iterator[Sequence[str]], kept: IO[bytes], skip: int) -> int:
    """Each filled row after the headings as a line of JSON, its number first; how many."""
    count = 0
    for number, row in enumerate(rows, start=1):
        if number > skip and any(row):
            kept.write(json.dumps([number, *row], ensure_ascii=False).encode() + b"\n")
            count += 1
    return count


def read_line(line: bytes) -> tuple[int, list[str]]:
    number, *cells = json.loads(line)
    return number, cells


def _text(upload: IO[bytes], start: bytes) -> Rows:
    encoding = _encoding(upload, start)
    text = io.TextIOWrapper(upload, encoding=encoding, newline="", errors="replace")
    try:
        sample = text.read(PEEK)
        text.seek(0)
        yield from csv.reader(text, delimiter=_separator(sample))
    except (csv.Error, UnicodeError) as error:
        raise _not_a_table() from error
    finally:
        text.detach()  # the file is the caller's, who may read it again


def _encoding(upload: IO[bytes], start: bytes) -> str:
    """UTF-8 where the whole file is that, else Windows-1252, which Excel writes in the west."""
    marked = next((name for mark, name in BOMS if start.startswith(mark)), "")
    if start.startswith(OLD_EXCEL):
        raise InvalidError(
            _("This is an old Excel file, or one with a password. Save it as .xlsx or CSV.")
        )
    if marked:
        return marked
    if b"\0" in start or start.lstrip()[:1] in {b"<", b"%", b"{"}:
        raise _not_a_table()
    return "utf-8" if _is_utf8(upload) else "cp1252"


def _is_utf8(upload: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := upload.read(PEEK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        upload.seek(0)
    return True


def _separator(sample: str) -> str:
    """The sign that parts most lines in the same way."""
    lines = sample.splitlines()[:FIRST_ROWS]
    return max(SEPARATORS, key=lambda sign: _parts(lines, sign))


def _parts(lines: list[str], sign: str) -> tuple[int, int]:
    widths = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
    most = max(widths, default=0)
    return (widths.count(most) if most > 1 else 0, most)


def _sheet(upload: IO[bytes]) -> Rows:
    _check_zip(upload)
    upload.seek(0)
    try:
        # A formula gives the value it had; links to other files are not followed.
        book = load_workbook(upload, read_only=True, data_only=True, keep_links=False)
        for row in book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield [_written(cell) for cell in row]
    except BROKEN as error:
        raise _not_a_table() from error


def _check_zip(upload: IO[bytes]) -> None:
    """An Excel file is a zip; one that would fill the memory is refused unopened."""
    try:
        with zipfile.ZipFile(upload) as pack:
            inside = pack.infolist()
    except zipfile.BadZipFile as error:
        raise _not_a_table() from error
    if sum(part.file_size for part in inside) > LARGEST_UNPACKED:
        raise InvalidError(_("This file is too large once unpacked. Split it, or save it as CSV."))
    if "xl/workbook.xml" not in {part.filename for part in inside}:
        raise _not_a_table()


def _written(cell: Cell) -> str:
    """A cell of Excel as somebody would type it; a phone number is kept there as 2025550123.0."""
    if cell is None or isinstance(cell, bool):
        return {None: "", True: "yes", False: "no"}[cell]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, timedelta):
        return str((datetime.combine(date.min, time()) + cell).time())
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _trimmed(row: list[str]) -> list[str]:
    """Without the empty cells behind the last filled one: sheets are wider than their tables."""
    width = max((number for number, cell in enumerate(row, 1) if cell), default=0)
    return row[:width]


def _tidy(cell: str) -> str:
    cell = cell.replace("\0", "").strip()
    kept = KEPT_AS_TEXT.fullmatch(cell)
    return (kept[1] if kept else cell)[:LONGEST_CELL]


def _not_a_table() -> InvalidError:
    return InvalidError(
        _("This is not a table we can read. Save it as CSV or .xlsx and try again.")
    )
