"""Small parts of pages that need a word or two from Python."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string

register = template.Library()


@register.simple_tag
def chip(word: object, icon: str, tone: str = "") -> str:
    """A status as icon and word; tone: good, attention, bad, accent or nothing."""
    return _drawn(str(word), icon, tone)


# A board has hundreds, of a dozen kinds.
@lru_cache(maxsize=1000)
def _drawn(word: str, icon: str, tone: str) -> str:
    return render_to_string("parts/_chip.html", {"word": word, "icon": icon, "tone": tone})
