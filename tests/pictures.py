"""Takes the pictures in docs/pictures from the running product: `python -m tests.pictures`."""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.chromium import CHROMIUM, program
from tests.stack import Stack

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
DANA = "202-555-0117"
ROUND = 30  # pixels of the page around the phone, for its shadow
# No paper around the phone, and room for the whole text.
PAPERLESS = "body { background: none !important } .device { height: 844px !important }"


def main() -> int:
    """Start the demo as `make run` does, photograph it, and stop it again."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="fieldservice-pictures-") as folder,
        Stack(Path(folder), {}) as stack,
        sync_playwright() as playwright,
    ):
        stack.migrate()
        password = stack.manage("demo").split()[-1]
        stack.start()
        browser = playwright.chromium.launch(executable_path=program(), args=CHROMIUM)
        keep("phone", phone(browser, stack.simulator_url))
        keep("board", board(browser, stack.url, password))
        browser.close()
    return 0


def phone(browser: Browser, url: str) -> bytes:
    """The customer's phone with the introduction, on nothing."""
    page = visitor(browser, width=480, height=1240)
    page.goto(f"{url}/?phone={DANA}")
    expect(page.get_by_text("Delivered")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("img", name="Photo in this text")).to_have_js_property(
        "complete", value=True
    )
    page.add_style_tag(content=PAPERLESS)
    box = page.locator(".device").bounding_box()
    assert box is not None
    return page.screenshot(
        omit_background=True,
        clip={
            "x": box["x"] - ROUND,
            "y": box["y"] - ROUND / 2,
            "width": box["width"] + 2 * ROUND,
            "height": box["height"] + 1.5 * ROUND,
        },
    )


def board(browser: Browser, url: str, password: str) -> bytes:
    """The dispatch board on a day with visits."""
    page = visitor(browser, width=1280, height=1030)
    page.goto(f"{url}/sign-in")
    page.get_by_label("Log-in").fill("dispatcher")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{url}/board")
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def visitor(browser: Browser, *, width: int, height: int) -> Page:
    """A page in the light, sharp enough for dense screens."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="light",
        device_scale_factor=2,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    return context.new_page()


def keep(name: str, screenshot: bytes) -> None:
    """Write one picture, small enough for a README."""
    file = FOLDER / f"{name}.webp"
    Image.open(io.BytesIO(screenshot)).save(file, quality=84, method=6)
    sys.stdout.write(f"{file.name}  {file.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    sys.exit(main())
