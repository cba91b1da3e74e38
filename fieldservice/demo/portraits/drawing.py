"""Puts a portrait together, from the wall behind to the glasses in front."""

from fieldservice.demo.portraits import clothes, features, head
from fieldservice.demo.portraits.canvas import Canvas
from fieldservice.demo.portraits.curves import ellipse
from fieldservice.demo.portraits.portrait import Portrait


def png(portrait: Portrait) -> bytes:
    """The portrait as a PNG, 1200 pixels square; the same person always gets the same one."""
    canvas = Canvas(portrait.background.base)
    canvas.fill(ellipse((0, 620), 520, 520), portrait.background.shine)
    portrait.style.behind(canvas, portrait)
    head.neck(canvas, portrait)
    clothes.shirt(canvas, portrait)
    head.ears(canvas, portrait)
    head.face(canvas, portrait)
    portrait.beard(canvas, portrait)
    features.nose(canvas, portrait)
    features.mouth(canvas, portrait)
    features.eyes(canvas, portrait)
    features.brows(canvas, portrait)
    # Glasses before the hair: their arms disappear in it.
    portrait.glasses(canvas, portrait)
    portrait.style.front(canvas, portrait)
    return canvas.png()
