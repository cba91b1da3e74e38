"""Reading files: encodings, separators, Excel's ways, and what is no table at all."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from appointments.columns import Field, Kind, guessed, heading_row, missing, recognised
from appointments.importing import cells, files
from appointments.importing.rows import Row
from appointments.importing.times import read_times
from fieldservice.company.errors import InvalidError

NEW_YORK = ZoneInfo("America/New_York")
NAMES = [["Name", "Town"], ["José Peña", "Nürnberg"]]
JOBBER = ["J-ID", "Display Name", "First Name", "Last Name", "Main Phone #s", "E-mails",
          "Service Street 1", "Service City", "Billing Street 1"]  # fmt: skip
JOBBER_VISITS = ["Date", "Times", "Visit title", "Client name", "Client phone", "Service street",
                 "Service ZIP", "Assigned to", "Visit completed date", "Job #"]  # fmt: skip
HOUSECALL = ["ID", "Display Name", "First Name", "Mobile Number", "Home Number", "Company",
             "Address_1 Street Line 1", "Address_1 City", "Address_1 Postal Code"]  # fmt: skip
HOUSECALL_JOBS = ["Job #", "Job description", "Job status", "Customer name", "Address",
                  "Job scheduled start date", "Assigned employees", "Job amount"]  # fmt: skip
SERVICETITAN_JOBS = ["Job #", "Job Type", "Job Status", "Customer ID", "Customer Name",
                     "Scheduled Date", "Completion Date", "Assigned Technicians",
                     "Location Address", "Business Unit"]  # fmt: skip


def rows(content: bytes) -> list[list[str]]:
    return list(files.read(io.BytesIO(content)))


def excel(table: Sequence[Sequence[object]]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in table:
        book.worksheets[0].append(list(row))
    book.save(content)
    return content.getvalue()


def packed(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, part in parts.items():
            pack.writestr(name.replace("__", "/") + ".xml", part)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_usual_encoding_and_separator_is_read(encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(row) for row in NAMES)
    assert rows(text.encode(encoding)) == NAMES


def test_a_separator_inside_quotes_and_a_line_break_are_part_of_the_cell() -> None:
    assert rows(b'Name;Note\n"Webb; Dana";"two\nlines"\n')[1] == ["Webb; Dana", "two\nlines"]


def test_excel_gives_days_times_and_numbers_as_somebody_would_type_them() -> None:
    nine = datetime.combine(date(2026, 6, 3), time(9))
    sheet = excel([[2025550123, 2025550123.0, date(2026, 6, 3), nine, time(9), None]])
    told = ["2025550123", "2025550123", "2026-06-03", "2026-06-03T09:00:00", "09:00:00"]
    assert rows(sheet) == [told]


def test_a_formula_is_never_computed() -> None:
    assert rows(excel([["=1+1", "x"]])) == [["", "x"]]
    assert rows(b'a,b\n=1+1,"=""0123"""\n')[1] == ["=1+1", "0123"]


BOMB = packed(xl__workbook=b"", xl__worksheets__sheet1=b"0" * (301 * 1024 * 1024))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "not a table"),
        (b"<html><table>", "not a table"),
        (b"\x89PNG\r\n\0\0", "not a table"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "old Excel file"),
        (b"PK\x03\x04 cut off", "not a table"),
        (packed(word__document=b"<w/>"), "not a table"),
        (packed(xl__workbook=b"<broken"), "not a table"),
        (BOMB, "too large once unpacked"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(content: bytes, words: str) -> None:
    with pytest.raises(InvalidError, match=words):
        files.first_rows(io.BytesIO(content))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(InvalidError, match="empty"):
        files.first_rows(io.BytesIO(b""))


def test_a_file_with_too_many_rows_is_refused() -> None:
    with pytest.raises(InvalidError, match="100,000"):
        rows(b"a\n" * 100_002)


# Headings


@pytest.mark.parametrize(
    ("headings", "kind", "name", "column", "field"),
    [
        (JOBBER, Kind.CUSTOMERS, "Jobber", 4, Field.PHONE),
        (JOBBER_VISITS, Kind.VISITS, "Jobber", 9, Field.JOB_NUMBER),
        (HOUSECALL, Kind.CUSTOMERS, "Housecall Pro", 6, Field.STREET),
        (HOUSECALL_JOBS, Kind.VISITS, "Housecall Pro", 5, Field.START),
        (SERVICETITAN_JOBS, Kind.VISITS, "ServiceTitan", 7, Field.TECHNICIAN),
    ],
)
def test_exports_of_other_programs_are_recognised(
    headings: list[str], kind: Kind, name: str, column: int, field: Field
) -> None:
    system = recognised(headings, kind)
    assert system is not None
    assert (system.name, guessed(headings, kind)[column]) == (name, field)
    assert missing(guessed(headings, kind).values(), kind) == []


def test_an_unknown_file_is_guessed_by_usual_words() -> None:
    headings = ["Nombre", "Móvil", "Shoe size"]
    assert recognised(headings, Kind.CUSTOMERS) is None
    assert guessed(headings, Kind.CUSTOMERS) == {0: Field.NAME, 1: Field.MOBILE}


def test_headings_are_found_under_the_title_of_a_report() -> None:
    assert heading_row([["Jobs of June", ""], ["", ""], SERVICETITAN_JOBS], Kind.VISITS) == 2


# Cells


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("2026-06-03", date(2026, 6, 3), None),
        ("06/03/2026", date(2026, 6, 3), None),
        ("Jun 03, 2026", date(2026, 6, 3), None),
        ("Wednesday, June 3, 2026", date(2026, 6, 3), None),
        ("3 de junio de 2026", date(2026, 6, 3), None),
        ("6/3/26 9:00 AM", date(2026, 6, 3), time(9)),
        ("6/3/2026 2:30 p.m.", date(2026, 6, 3), time(14, 30)),
        ("9am", None, time(9)),
    ],
)
def test_a_day_and_a_time_are_read_as_people_write_them(
    text: str, day: date | None, clock: time | None
) -> None:
    assert cells.moment(text, month_first=True) == cells.Moment(day, clock)


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "13/13/2026", "06/03/2026 late"])
def test_what_is_no_day_is_not_made_one(text: str) -> None:
    assert cells.moment(text, month_first=True) is None


@pytest.mark.parametrize(
    ("text", "month_first", "day", "turned"),
    [
        ("03/06/2026", False, date(2026, 6, 3), False),
        ("03/06/2026", True, date(2026, 3, 6), False),
        ("25/12/2026", False, date(2026, 12, 25), False),
        ("25/12/2026", True, date(2026, 12, 25), True),
        ("12/25/2026", False, date(2026, 12, 25), True),
        ("2026-12-25", False, date(2026, 12, 25), False),
    ],
)
def test_a_day_that_can_only_be_meant_the_other_way_is_read_so_and_told(
    text: str, *, month_first: bool, day: date, turned: bool
) -> None:
    assert cells.moment(text, month_first=month_first) == cells.Moment(day, turned=turned)


@pytest.mark.parametrize(
    ("texts", "month_first", "unclear"),
    [
        (["03/04/2026", "03/13/2026"], True, False),
        (["03/04/2026", "13/03/26"], False, False),
        (["03/04/2026 9:00"], None, True),
        (["13/03/2026", "03/13/2026"], None, True),
        (["2026-03-04", "Jun 3, 2026", ""], None, False),
    ],
)
def test_the_first_days_tell_what_stands_first_or_a_person_is_asked(
    texts: list[str], *, month_first: bool | None, unclear: bool
) -> None:
    assert (cells.month_leads(texts), cells.is_unclear(texts)) == (month_first, unclear)


def window(**values: str) -> list[datetime]:
    """From when until when, on the clock of New York."""
    row = Row(2, {Field(name): text for name, text in values.items()})
    times = read_times(row, NEW_YORK, month_first=True)
    assert times, row.problems
    return [moment.astimezone(NEW_YORK) for moment in (times.start, times.end)]


@pytest.mark.parametrize(
    ("values", "start", "end"),
    [
        ({"day": "06/03/2026", "start": "9:00", "end": "11:00"}, 9, 11),
        ({"day": "06/03/2026", "times": "9:00 AM - 11:00 AM"}, 9, 11),
        ({"day": "06/03/2026", "times": "11-1pm"}, 11, 13),
        ({"day": "06/03/2026", "times": "Anytime"}, 8, 17),
        ({"day": "06/03/2026 9:00 AM", "end": "06/03/2026 10:00 AM"}, 9, 10),
        ({"start": "2026-06-03 13:00:00 UTC"}, 9, 11),
        ({"start": "2026-06-03T09:00:00-04:00", "end": "2026-06-03T10:00:00-04:00"}, 9, 10),
    ],
)
def test_a_window_is_put_together_from_what_the_file_has(
    values: dict[str, str], start: int, end: int
) -> None:
    assert [moment.hour for moment in window(**values)] == [start, end]


@pytest.mark.parametrize(
    ("text", "names"),
    [("Maya Lopez, Omar", ["Maya Lopez", "Omar"]), ("Maya & Omar", ["Maya", "Omar"]), ("", [])],
)
def test_several_names_in_a_cell_are_told_apart(text: str, names: list[str]) -> None:
    assert cells.several(text) == names
