"""What beat asks for and how often, and which queue takes what; the tasks own what they do."""

from typing import Any, TypeAlias

from celery.schedules import crontab

Entry: TypeAlias = dict[str, Any]


def timetable(sweep_seconds: float) -> dict[str, Entry]:
    """Beat's schedule, by a name for each entry."""
    # A sweep nobody took in time is worth nothing: the next one is on its way.
    sweep = _every(sweep_seconds, "notifications.tasks.sweep", max(30, 2 * sweep_seconds))
    return {
        "sweep": sweep,
        "late": _every(30, "notifications.tasks.call_where_late"),
        "promises": _every(60, "notifications.tasks.promise"),
        "alarms": _every(10, "notifications.tasks.call_on_call"),
        "keys": _every(3600, "fieldservice.company.tasks.tidy_keys"),
        "imports": _every(30, "appointments.tasks.resume_imports"),
        "headshots": _every(60, "technicians.tasks.tidy_headshots"),
        "reminders": _every(3600, "notifications.tasks.remind"),
        "customers-pictures": _every(10, "notifications.tasks.fetch_pictures"),
        "exports": _every(60, "notifications.tasks.resume_exports"),
        "copies": _every(60, "notifications.tasks.forget_copies"),
        # At night in the Americas.
        "retention": {
            "task": "notifications.tasks.keep_no_longer",
            "schedule": crontab(hour="8", minute="20"),
            "options": {"expires": 6 * 3600},
        },
    }


def _every(seconds: float, task: str, expires: float | None = None) -> Entry:
    """An entry that nobody takes any more when the next one is due."""
    return {"task": task, "schedule": float(seconds), "options": {"expires": expires or seconds}}


ROUTES = {
    "technicians.tasks.process_headshot": {"queue": "photos"},
    "appointments.tasks.run_import": {"queue": "imports"},
    "appointments.tasks.introduce_import": {"queue": "imports"},
    "notifications.tasks.make_export": {"queue": "imports"},
    "notifications.tasks.keep_no_longer": {"queue": "imports"},
    # Queues are served in turn: a backlog of texts must not hold up what looks after them.
    "notifications.tasks.sweep": {"queue": "sweeps"},
    "notifications.tasks.call_where_late": {"queue": "sweeps"},
    "notifications.tasks.promise": {"queue": "sweeps"},
}
