"""Every word of our pages stands in Spanish too, and the compiled file is that of its source."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from appointments.spoken import full_day, spoken_day
from notifications.previewing import any_job
from tests.services import missing

SPANISH = Path("locale/es/LC_MESSAGES/django.po")
ELSEWHERE = shutil.ignore_patterns(
    ".*", "var", "tests", "staticfiles", "docs", "__pycache__", "migrations"
)


def told(name: str, *arguments: str | Path) -> str:
    """What a tool of GNU gettext prints."""
    tool = shutil.which(name) or missing("GNU gettext")
    run = subprocess.run([tool, *arguments], check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout


def entries(path: Path, which: str) -> list[str]:
    """The entries of a file that msgattrib chooses, without the header."""
    return told("msgattrib", which, "--no-obsolete", "--no-wrap", path).split("\n\n")[1:]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our Spanish after another look through all code and templates."""
    told("xgettext", "--version")
    copy = tmp_path_factory.mktemp("source") / "project"
    shutil.copytree(settings.BASE_DIR, copy, ignore=ELSEWHERE)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "es", "--no-location", "-v0"],
        cwd=copy,
        env={**os.environ, "VAR_DIR": str(copy / "var"), "SECRET_KEY": "only for this"},
        check=True,
    )
    return copy / SPANISH


def test_the_look_through_finds_our_words(fresh: Path) -> None:
    found = "\n\n".join(entries(fresh, "--translated"))
    assert 'msgid "Book visit"' in found  # from a template
    assert 'msgid "Waiting to go"' in found  # from Python


def test_no_words_are_missing_in_spanish(fresh: Path) -> None:
    assert entries(fresh, "--untranslated") == []


def test_no_translation_is_only_a_guess(fresh: Path) -> None:
    assert entries(fresh, "--only-fuzzy") == []


def test_placeholders_are_the_same_in_both_languages(fresh: Path, tmp_path: Path) -> None:
    told("msgfmt", "--check-format", "-o", tmp_path / "checked.mo", fresh)


def test_the_compiled_file_is_that_of_its_source(tmp_path: Path) -> None:
    source, made = settings.BASE_DIR / SPANISH, tmp_path / "django.mo"
    told("msgfmt", "-o", made, source)
    kept = told("msgunfmt", source.with_suffix(".mo"))
    assert kept == told("msgunfmt", made), "make messages compiles it anew"


@pytest.mark.parametrize(
    ("language", "near", "far"),
    [
        ("en", "Wed 4 Mar", "Wednesday 4 March 2026"),
        ("es", "mié 4 mar", "miércoles 4 de marzo de 2026"),
    ],
)
def test_a_page_says_days_as_its_language_does(language: str, near: str, far: str) -> None:
    day = date(2026, 3, 4)
    with translation.override(language):
        assert (spoken_day(day, today=date(2026, 1, 1)), full_day(day)) == (near, far)


def test_a_text_speaks_its_own_language_on_a_page_of_another() -> None:
    with translation.override("es"):
        assert (any_job("en").name, any_job("es").name) == ("visit", "visita")
