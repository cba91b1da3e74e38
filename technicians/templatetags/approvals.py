"""How much waits for a manager, on pages that lead there."""

from django import template

from technicians import approvals

register = template.Library()


@register.simple_tag
def waiting_approvals() -> int:
    """Photos and words that wait."""
    return approvals.count()
