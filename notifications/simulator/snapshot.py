"""What a phone on the screen sends when it sends a picture: a dripping pipe, drawn here."""

import io
import time

from PIL import Image, ImageDraw

from .texts import Photo, new_sid

SIZE = (900, 1200)
WALL, PIPE, SHINE, WATER = "#d8d2c4", "#8d8f93", "#b9bcc1", "#4a90c2"


def snapshot() -> Photo:
    """A new photo each time."""
    picture = Image.new("RGB", SIZE, WALL)
    draw = ImageDraw.Draw(picture)
    for row in range(0, SIZE[1], 150):
        draw.line((0, row, SIZE[0], row), fill="#c5beae", width=4)
    draw.rectangle((380, 0, 520, 760), fill=PIPE)
    draw.rectangle((400, 0, 430, 760), fill=SHINE)
    draw.rectangle((350, 560, 550, 650), fill="#77797d")
    for top in (700, 850, 1000):
        draw.ellipse((470, top, 510, top + 60), fill=WATER)
    draw.ellipse((180, 1090, 780, 1180), fill=WATER)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return Photo(new_sid("ME"), "image/jpeg", out.getvalue(), *SIZE, time.time())
