"""The photo on a phone: sent over a bad connection, moved under two fingers, and put in use."""

import io
from collections.abc import Iterator

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from technicians import headshots
from technicians.models import Technician
from tests import photos
from tests.browsing import browsing, choose, in_use, maya_at
from tests.headshot_company import own

# serialized_rollback: what the migrations made is there again after each test.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PORTRAIT = photos.encoded(photos.portrait())


@pytest.fixture
def maya(live_server: LiveServer, settings: Settings) -> Technician:
    return maya_at(live_server, settings)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, maya: Technician) -> Iterator[Page]:
    """Maya's own page on her phone."""
    with browsing(browser, live_server, own(maya)) as page:
        page.goto("/profile", wait_until="networkidle")
        yield page


@pytest.fixture
def crop(phone: Page, maya: Technician) -> Page:
    """The page on which she moves a photo that is in use already."""
    in_use(maya)
    phone.goto(f"/technicians/{maya.pk}/photo/crop", wait_until="networkidle")
    expect(phone.get_by_text("How customers see it")).to_be_visible()
    return phone


def sent(phone: Page, maya: Technician) -> bytes:
    """What arrived."""
    expect(phone.get_by_text("Being made ready")).to_be_visible()
    with default_storage.open(maya.headshots.get().upload) as upload:
        return bytes(upload.read())


def finished(maya: Technician) -> None:
    headshots.make_ready(maya.headshots.get(state="processing").pk)


def slider(page: Page, name: str) -> float:
    return float(page.get_by_label(name).input_value())


class Fingers:
    """Fingers on the square, in pixels from its corner."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        box = page.locator("[data-crop]").bounding_box()
        assert box
        self.left, self.top = box["x"], box["y"]

    def touch(self, kind: str, *points: tuple[float, float]) -> None:
        places = [
            {"x": self.left + x, "y": self.top + y, "id": n} for n, (x, y) in enumerate(points)
        ]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})


def pinch(page: Page) -> None:
    """Two fingers, 60 pixels apart and then 180."""
    fingers = Fingers(page)
    fingers.touch("touchStart", (120, 150), (180, 150))
    for apart in (50, 70, 90):
        fingers.touch("touchMove", (150 - apart, 150), (150 + apart, 150))
    fingers.touch("touchEnd")


def lies_at(page: Page, x: float) -> float:
    """Which part of the picture's width lies this far from the square's left edge."""
    stage, picture = (
        page.locator(place).evaluate("one => one.getBoundingClientRect().toJSON()")
        for place in ("[data-crop]", "[data-crop] img")
    )
    return float((stage["x"] + x - picture["x"]) / picture["width"])


def drawn(canvas: Locator) -> object:
    return canvas.evaluate("one => one.toDataURL()")


def test_a_photo_is_sent_with_progress_watched_and_shown(phone: Page, maya: Technician) -> None:
    percents: list[str] = []

    def seen(percent: str) -> None:
        percents.append(percent)

    phone.expose_function("seen", seen)
    phone.evaluate(
        "document.addEventListener('htmx:xhr:progress', () =>"
        " seen(document.querySelector('[data-percent]').textContent))"
    )
    choose(phone, PORTRAIT)
    expect(phone.get_by_text("Being made ready")).to_be_visible()
    finished(maya)
    expect(phone.locator(".toasts")).to_have_text("The photo is ready.")
    expect(phone.locator("#photo").get_by_role("img", name="Maya Lopez")).to_be_visible()
    expect(phone.locator("#preview .spoken:visible").get_by_role("img").first).to_be_visible()
    assert "100" in percents


def test_a_large_photo_leaves_the_phone_smaller_and_without_its_place(
    phone: Page, maya: Technician
) -> None:
    choose(phone, photos.with_secrets(photos.portrait(3000)))
    arrived = sent(phone, maya)
    assert b"Secret" not in arrived
    assert photos.decoded(arrived).size == (2048, 2048)
    assert len(arrived) < 500_000


def test_a_photo_of_a_phone_held_sideways_leaves_it_upright(phone: Page, maya: Technician) -> None:
    choose(phone, photos.stored_as(photos.corners(), 6))
    picture = photos.decoded(sent(phone, maya))
    assert picture.size == photos.corners().size
    assert photos.near(picture.getpixel((40, 40)), photos.RED)


def test_what_is_see_through_lies_on_white_paper(phone: Page, maya: Technician) -> None:
    choose(phone, photos.encoded(Image.new("RGBA", (300, 300)), "PNG"))
    assert photos.decoded(sent(phone, maya)).getpixel((150, 150)) == (255, 255, 255)


def test_a_heic_the_browser_cannot_draw_goes_up_as_it_is(phone: Page, maya: Technician) -> None:
    choose(phone, photos.HEIC)
    assert sent(phone, maya) == photos.HEIC
    finished(maya)
    expect(phone.locator(".toasts")).to_have_text("The photo is ready.")


def test_a_photo_taken_long_ago_is_told_although_its_date_stayed_on_the_phone(
    phone: Page, maya: Technician
) -> None:
    choose(phone, photos.taken_at(photos.portrait(), "2019:06:01 12:00:00"))
    assert b"2019" not in sent(phone, maya)
    finished(maya)
    expect(phone.get_by_text("This photo is over a year old.")).to_be_visible()


def test_a_photo_taken_today_is_not_called_old(phone: Page, maya: Technician) -> None:
    now = f"{timezone.now():%Y:%m:%d %H:%M:%S}"
    choose(phone, photos.taken_at(photos.portrait(), now))
    sent(phone, maya)
    finished(maya)
    expect(phone.get_by_text("Ready", exact=True)).to_be_visible()
    assert maya.headshots.get().findings == []


def test_a_refused_photo_explains_itself(phone: Page, maya: Technician) -> None:
    choose(phone, PORTRAIT[:9000])
    expect(phone.get_by_text("Being made ready")).to_be_visible()
    finished(maya)
    expect(phone.locator("#photo")).to_contain_text("Part of this file is missing or damaged.")
    expect(phone.get_by_text("Not usable")).to_be_visible()


def test_a_photo_lost_on_the_way_is_kept_for_another_try(phone: Page, maya: Technician) -> None:
    phone.route("**/photo", lambda route: route.abort())
    choose(phone, PORTRAIT)
    expect(phone.get_by_role("alert")).to_contain_text("The connection broke")
    assert not maya.headshots.exists()
    phone.unroute("**/photo")
    phone.get_by_role("button", name="Try again").click()
    assert photos.decoded(sent(phone, maya)).size == (800, 800)


def test_who_is_offline_is_told_so(phone: Page, maya: Technician) -> None:
    phone.context.set_offline(True)
    choose(phone, PORTRAIT)
    expect(phone.get_by_role("alert")).to_contain_text("You are offline.")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Try again").click()
    expect(phone.get_by_text("Being made ready")).to_be_visible()


def test_a_server_in_trouble_is_not_blamed_on_the_photo(phone: Page) -> None:
    phone.route("**/photo", lambda route: route.fulfill(status=503))
    choose(phone, PORTRAIT)
    expect(phone.get_by_role("alert")).to_contain_text("We could not take the photo just now.")
    expect(phone.get_by_role("button", name="Try again")).to_be_visible()


# Made there: to bring so much to the browser takes longer than all other tests of photos.
LARGE_FILE = """() => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([new Uint8Array(30_000_001)], "me.heic", { type: "image/heic" }));
    const input = document.querySelector("[type=file]");
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}"""


def test_a_file_that_is_too_large_is_told_before_it_is_sent(phone: Page, maya: Technician) -> None:
    expect(phone.get_by_text("up to 30 MB")).to_be_visible()
    phone.evaluate(LARGE_FILE)
    expect(phone.get_by_role("alert")).to_contain_text("This file is larger than 30 MB.")
    assert not maya.headshots.exists()


def test_a_phone_offers_its_camera(phone: Page) -> None:
    phone.get_by_text("Choose a photo").scroll_into_view_if_needed()
    with phone.expect_file_chooser():
        phone.get_by_role("button", name="Take a photo").click()
    expect(phone.locator("[type=file]")).to_have_attribute("capture", "user")
    with phone.expect_file_chooser():
        phone.get_by_text("Choose a photo").click()
    assert phone.locator("[type=file]").get_attribute("capture") is None


def test_two_fingers_zoom_and_every_picture_follows(crop: Page) -> None:
    pictures = crop.locator("[data-shown]")
    expect(pictures).to_have_count(3)
    before, closer = [drawn(one) for one in pictures.all()], slider(crop, "Closer")
    pinch(crop)
    assert slider(crop, "Closer") > closer + 30
    assert not [one for one, was in zip(pictures.all(), before, strict=True) if drawn(one) == was]


def test_a_pinch_keeps_what_is_between_the_fingers(crop: Page) -> None:
    before = lies_at(crop, 150)
    pinch(crop)
    assert lies_at(crop, 150) == pytest.approx(before, abs=0.01)


def test_a_slow_finger_moves_the_square_too(crop: Page) -> None:
    crop.get_by_label("Closer").fill("60")
    crop.get_by_label("Left or right").fill("50")
    fingers = Fingers(crop)
    fingers.touch("touchStart", (200, 150))
    for step in range(1, 81):
        fingers.touch("touchMove", (200 - step / 2, 150))
    fingers.touch("touchEnd")
    assert slider(crop, "Left or right") > 54


def test_the_square_under_the_fingers_is_the_one_that_is_published(
    crop: Page, maya: Technician
) -> None:
    pinch(crop)
    shown = crop.locator("[data-shown]").first.screenshot()
    crop.get_by_role("button", name="Save the photo").click()
    expect(crop.get_by_text("Being made ready")).to_be_visible()
    finished(maya)
    expect(crop.locator(".toasts")).to_have_text("The photo is ready.")
    photo = maya.headshots.get(state="ready")
    served = crop.request.get(f"/media/headshots/{photo.key}.jpg").body()
    assert alike(photos.decoded(served), Image.open(io.BytesIO(shown)))


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two squares show the same, whatever their sizes."""
    small = [picture.convert("L").resize((24, 24)) for picture in (one, other)]
    pairs = zip(small[0].tobytes(), small[1].tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / 24**2 < 8


def test_the_sliders_move_the_square_without_a_finger(crop: Page, maya: Technician) -> None:
    crop.get_by_label("Closer").focus()
    for _ in range(5):
        crop.keyboard.press("PageUp")
    assert slider(crop, "Closer") > 40
    crop.get_by_role("button", name="Save the photo").click()
    expect(crop.get_by_text("Being made ready")).to_be_visible()
    left, _, right, _ = maya.headshots.get(state="processing").crop or (0, 0, 0, 0)
    assert right - left < 0.7


def test_everything_to_touch_on_the_crop_page_is_thumb_sized(crop: Page) -> None:
    things = crop.locator("main :is(button, a.button, input[type=range]):visible")
    sizes = [thing.bounding_box() for thing in things.all()]
    assert len(sizes) == 5
    assert not [size for size in sizes if size is None or size["height"] < 44]
