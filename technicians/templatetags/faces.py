"""A technician's face wherever a page shows one."""

from collections.abc import Mapping

from django import template

from technicians.models import Technician

register = template.Library()
TINTS = "abcde"


@register.inclusion_tag("technicians/_face.html")
def face(technician: Technician | None, size: int = 40) -> Mapping[str, object]:
    """The photo at 40, 64 or 160 px, or initials on a warm tint; the office sees it as it is."""
    shot = technician.headshot() if technician else None
    name = technician.display_name if technician else ""
    return known_face(name, shot.key if shot else "", size)


@register.inclusion_tag("technicians/_face.html")
def known_face(name: str, key: str, size: int = 40) -> Mapping[str, object]:
    """The same where name and key of the photo are known already."""
    return {
        "key": key,
        "side": "160" if size <= 64 else "480",
        "name": name,
        "initials": initials(name),
        "tint": TINTS[sum(map(ord, name)) % len(TINTS)],
        "size": size,
    }


def initials(name: str) -> str:
    """The first letters of the first and the last word; "?" for nobody."""
    words = name.split()
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper() or "?"
