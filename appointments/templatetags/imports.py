"""How pages show where an imported file stands."""

from collections.abc import Mapping

from django import template

from appointments.models import Import

register = template.Library()
State = Import.State
LOOKS: dict[State, tuple[str, str]] = {
    State.UPLOADED: ("table-properties", "attention"),
    State.CHECKING: ("loader", "accent"),
    State.CHECKED: ("list-checks", "attention"),
    State.RUNNING: ("loader", "accent"),
    State.DONE: ("circle-check", "good"),
    State.FAILED: ("circle-alert", "bad"),
}


@register.inclusion_tag("parts/_chip.html")
def import_chip(job: Import) -> Mapping[str, object]:
    icon, tone = LOOKS[State(job.state)]
    return {"word": job.get_state_display(), "icon": icon, "tone": tone}
