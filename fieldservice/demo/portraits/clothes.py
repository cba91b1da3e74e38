"""The company's shirts, in its teal, with its flame on the chest."""

from fieldservice.demo.portraits.canvas import Canvas
from fieldservice.demo.portraits.curves import (
    Outline,
    brush,
    ellipse,
    flipped,
    mirrored,
    moved,
    smooth,
)
from fieldservice.demo.portraits.portrait import Portrait, Shirt, Tones

TEAL = Tones("#0F766E", "#0B5D57", "#1A8F85")
NAVY = Tones("#2B3A4A", "#212D3A", "#3B4D60")
WHITE = Tones("#F4EFE6", "#DDD5C8", "#FFFFFF")
TORSO: Outline = [
    (0, 905), (96, 896), (150, 930), (280, 972), (376, 1016), (436, 1100), (470, 1260), (0, 1260),
]  # fmt: skip


def shirt(canvas: Canvas, portrait: Portrait) -> None:
    """What they wear at work, neck and collar included."""
    dress = {Shirt.POLO: _polo, Shirt.CREW: _crew, Shirt.FLEECE: _fleece}
    dress[portrait.shirt](canvas, portrait)


def _body(canvas: Canvas, tones: Tones) -> Outline:
    body = smooth(mirrored(TORSO))
    canvas.fill(body, tones.base)
    side: Outline = [(300, 960), (330, 1060), (346, 1160), (350, 1270), (540, 1270), (540, 940)]
    canvas.tint(smooth(side), tones.shade, 0.7, within=body)
    canvas.tint(brush([(-318, 1118), (-344, 1165), (-350, 1230)], [3, 7, 7]), tones.shade)
    canvas.glow((-230, 1020), (170, 90), tones.shine, 0.8, within=body)
    return body


def _opening(canvas: Canvas, portrait: Portrait, low: float, half: float) -> None:
    """Skin in the neckline, under the shadow of the chin."""
    skin = portrait.skin
    shape = smooth(mirrored([(0, 850), (half, 880), (half * 0.8, (880 + low) / 2), (0, low)]))
    canvas.fill(shape, skin.base)
    canvas.tint(moved(ellipse((0, 820), 190, 92), 12, 0), skin.shade, within=shape)


def _polo(canvas: Canvas, portrait: Portrait) -> None:
    _body(canvas, TEAL)
    _opening(canvas, portrait, low=1040, half=104)
    placket: Outline = [(-24, 1006), (24, 1006), (28, 1210), (-28, 1210)]
    canvas.fill(placket, TEAL.shade)
    canvas.fill([(-20, 1010), (18, 1010), (22, 1210), (-24, 1210)], TEAL.base)
    for y in (1078, 1150):
        canvas.fill(ellipse((0, y), 8, 8), "#DCEFEA")
    flap: Outline = [
        (88, 872), (128, 886), (190, 944), (132, 1034), (96, 1066), (14, 1024), (66, 978),
        (92, 930),
    ]  # fmt: skip
    for side in (flap, flipped(flap)):
        canvas.fill(smooth([(x, y + 10) for x, y in side], 4), TEAL.shade)
        canvas.fill(smooth(side, 4), TEAL.shine)
    canvas.tint(smooth(flap, 4), TEAL.base, 0.75)
    _logo(canvas)


def _crew(canvas: Canvas, portrait: Portrait) -> None:
    _body(canvas, TEAL)
    band = smooth(mirrored([(0, 860), (128, 872), (112, 950), (62, 1000), (0, 1014)]))
    canvas.fill(band, TEAL.shade)
    _opening(canvas, portrait, low=988, half=106)
    _logo(canvas)


def _fleece(canvas: Canvas, portrait: Portrait) -> None:
    _body(canvas, TEAL)
    inner = smooth(mirrored([(0, 866), (130, 880), (104, 1040), (70, 1260), (0, 1260)]), 6)
    canvas.fill(inner, WHITE.base)
    canvas.tint(ellipse((14, 900), 170, 110), WHITE.shade, within=inner)
    _opening(canvas, portrait, low=980, half=100)
    collar: Outline = [
        (92, 862), (134, 880), (176, 960), (150, 1080), (96, 1230), (70, 1230), (92, 1060),
        (112, 960),
    ]  # fmt: skip
    for side in (collar, flipped(collar)):
        canvas.fill(smooth([(x + 6, y + 6) for x, y in side], 6), TEAL.shade)
        canvas.fill(smooth(side, 6), TEAL.shine)
    canvas.tint(smooth(collar, 6), TEAL.base, 0.7)
    _logo(canvas)


def _logo(canvas: Canvas) -> None:
    """A flame in a drop: Acme's mark."""
    x, y = 224, 1080
    canvas.fill(ellipse((x, y), 40, 40), "#F8F3E8")
    flame: Outline = [
        (4, -30), (20, -6), (22, 14), (10, 28), (-10, 28), (-22, 12), (-16, -8), (-6, -2),
    ]  # fmt: skip
    heart: Outline = [(2, -4), (11, 10), (8, 22), (-4, 24), (-10, 14), (-4, 6)]
    canvas.fill(smooth(moved(flame, x, y)), "#E2852B")
    canvas.fill(smooth(moved(heart, x, y)), "#F7C873")
