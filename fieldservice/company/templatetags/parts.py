"""Small parts of pages that need a word or two from Python."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.inclusion_tag("parts/_chip.html")
def chip(word: object, icon: str, tone: str = "") -> Mapping[str, object]:
    """A status as icon and word; tone: good, attention, bad, accent or nothing."""
    return {"word": word, "icon": icon, "tone": tone}
