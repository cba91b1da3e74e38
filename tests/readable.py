"""What axe finds wrong with a page, in one theme or in both."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# By default axe parses every style sheet anew, for one rule that is off: a third of its time.
OPTIONS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}


def wrong(page: Page) -> str:
    """The report on the page as it stands; empty where there is nothing to tell."""
    found = Axe().run(page, options=OPTIONS)
    return str(found.generate_report()) if found.violations_count else ""


def wrong_in_a_theme(page: Page) -> str:
    """The same for light and dark."""
    reports = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        reports.append(wrong(page))
    return "".join(f"{name}: {told}" for name, told in zip(THEMES, reports, strict=True) if told)
