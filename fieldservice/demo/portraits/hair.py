"""Hair that is cut: parted, bobbed, or shaved off."""

from fieldservice.demo.portraits import head
from fieldservice.demo.portraits.canvas import Canvas
from fieldservice.demo.portraits.curves import Outline, brush, flipped, mirrored, smooth
from fieldservice.demo.portraits.portrait import Portrait, Style, nothing


def _parted(canvas: Canvas, portrait: Portrait) -> None:
    """Short at the sides, swept over from a parting."""
    hair = portrait.hair
    side: Outline = [
        (150, 330), (196, 360), (214, 440), (210, 540), (196, 560), (190, 480), (168, 410),
    ]  # fmt: skip
    for each in (side, flipped(side)):
        canvas.fill(smooth(each), hair.shade)
    top: Outline = [
        (-206, 480), (-212, 400), (-196, 316), (-148, 244), (-72, 196), (20, 180), (112, 196),
        (180, 256), (212, 350), (208, 480), (192, 436), (176, 390), (120, 364), (20, 372),
        (-70, 358), (-116, 330), (-152, 376), (-188, 436),
    ]  # fmt: skip
    canvas.fill(smooth(top), hair.base)
    for start, y in ((-112, 322), (-104, 296), (-84, 268)):
        strand: Outline = [(start, y), (start + 90, y - 26), (start + 200, y - 10), (170, y + 40)]
        canvas.tint(brush(strand, [2, 9, 8, 2]), hair.shine, 0.55, within=smooth(top))


def _silver_behind(canvas: Canvas, portrait: Portrait) -> None:
    half: Outline = [
        (0, 196), (90, 204), (170, 248), (224, 330), (246, 440), (252, 560), (246, 690),
        (206, 742), (120, 740), (0, 700),
    ]  # fmt: skip
    canvas.fill(smooth(mirrored(half)), portrait.hair.shade)


def _silver(canvas: Canvas, portrait: Portrait) -> None:
    """A chin-long bob, swept aside over the forehead."""
    hair = portrait.hair
    right: Outline = [
        (-110, 280), (0, 318), (106, 372), (168, 436), (188, 530), (192, 640), (176, 716),
        (214, 730), (250, 680), (256, 560), (248, 430), (220, 328), (164, 244), (84, 200), (0, 188),
        (-80, 200),
    ]  # fmt: skip
    left: Outline = [
        (-90, 276), (-136, 340), (-176, 420), (-190, 520), (-190, 640), (-176, 716), (-214, 730),
        (-250, 680), (-256, 560), (-248, 430), (-220, 328), (-168, 248), (-110, 208), (-60, 194),
    ]  # fmt: skip
    for lock in (left, right):
        canvas.fill(smooth(lock), hair.base)
    strands: list[Outline] = [
        [(-80, 256), (30, 292), (146, 364), (206, 464), (222, 610)],
        [(-30, 228), (86, 262), (188, 344), (230, 464), (236, 630)],
        [(-100, 270), (-180, 350), (-216, 460), (-222, 600)],
        [(-120, 240), (-206, 330), (-236, 450), (-240, 620)],
    ]
    for strand in strands:
        canvas.tint(brush(strand, [2, 10, 9, 2]), hair.shine, 0.7)
    canvas.tint(
        brush([(-96, 272), (0, 316), (108, 372), (170, 438), (190, 530)], [3, 7, 4]), hair.shade
    )


def _bob_behind(canvas: Canvas, portrait: Portrait) -> None:
    half: Outline = [
        (0, 190), (90, 200), (170, 248), (222, 330), (244, 440), (250, 600), (256, 800),
        (220, 828), (110, 820), (0, 800),
    ]  # fmt: skip
    canvas.fill(smooth(mirrored(half)), portrait.hair.shade)


def _bob(canvas: Canvas, portrait: Portrait) -> None:
    """Straight, with a full fringe."""
    hair = portrait.hair
    lock: Outline = [
        (120, 290), (180, 400), (192, 520), (194, 660), (186, 790), (200, 824), (240, 818),
        (262, 790), (256, 600), (246, 440), (220, 326), (150, 240),
    ]  # fmt: skip
    for each in (lock, flipped(lock)):
        canvas.fill(smooth(each), hair.base)
    fringe: Outline = [
        (-206, 470), (-220, 370), (-196, 292), (-148, 232), (-80, 196), (0, 184), (80, 196),
        (148, 232), (196, 292), (220, 370), (206, 470), (190, 452), (150, 446), (100, 452),
        (50, 444), (0, 452), (-50, 444), (-100, 452), (-150, 446), (-190, 452),
    ]  # fmt: skip
    canvas.fill(smooth(fringe), hair.base)
    shine: Outline = [(-176, 352), (-90, 318), (0, 308), (90, 318), (176, 352)]
    canvas.tint(brush(shine, [4, 20, 26, 20, 4]), hair.shine, 0.55)
    for x in (-120, -62, 0, 62, 120):
        canvas.tint(brush([(x * 0.9, 340), (x, 400), (x, 446)], [2, 4, 2]), hair.shade)


def _shaved(canvas: Canvas, portrait: Portrait) -> None:
    """A bald head: shine on the crown, and a shadow where hair would be."""
    shape = head.outline(portrait)
    side: Outline = [(176, 380), (204, 440), (206, 520), (192, 560), (180, 500)]
    for each in (side, flipped(side)):
        canvas.tint(smooth(each), portrait.hair.base, 0.4, within=shape)
    canvas.glow((-62, 332), (96, 58), "#FFFFFF", 0.5, within=shape)


PARTED = Style(nothing, _parted)
SILVER = Style(_silver_behind, _silver)
BOB = Style(_bob_behind, _bob)
SHAVED = Style(nothing, _shaved)
