"""Style sheets of pages leave alone what the frame around every page calls its parts."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FRAME = "notifications/static/notifications/search.css"
SHEETS = sorted(str(each.relative_to(ROOT)) for each in ROOT.glob("[a-z]*/static/*/*.css"))


def named_first(sheet: str) -> set[str]:
    """The classes its rules begin with."""
    text = re.sub(r"/\*.*?\*/", "", (ROOT / sheet).read_text(), flags=re.DOTALL)
    return set(re.findall(r"(?:^|[{},])\s*\.([a-z][\w-]*)", text))


@pytest.mark.parametrize("sheet", [each for each in SHEETS if each != FRAME])
def test_a_page_restyles_no_part_of_the_search_above_it(sheet: str) -> None:
    assert not named_first(sheet) & named_first(FRAME)
