"""Says who changed which setting, when, and from what to what; values.py says what is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldservice.company.models import ApiToken, Change, Language, Robot, User
from fieldservice.company.values import Value

# Whose history the settings show, by the tab that changes it.
SUBJECTS = {
    "company": ("company.businessunit",),
    "people": ("company.user",),
    "tokens": ("company.apitoken",),
    "job_types": ("appointments.jobtype",),
    "skills": ("technicians.skill",),
    "wording": ("notifications.wordingversion",),
    "sender": ("notifications.sender",),
    "canned": ("notifications.cannedanswer",),
}
SENTENCES: dict[str, str | Promise] = {
    "unit added": gettext_lazy("Added the unit %(name)s"),
    "unit changed": gettext_lazy("Changed the unit %(name)s"),
    "company changed": gettext_lazy("Changed the company"),
    "default unit chosen": gettext_lazy("Made %(name)s the default unit"),
    "logo uploaded": gettext_lazy("Uploaded a logo for %(name)s"),
    "logo removed": gettext_lazy("Removed the logo of %(name)s"),
    "guide closed": gettext_lazy("Closed the first steps"),
    "person added": gettext_lazy("Added %(name)s"),
    "person changed": gettext_lazy("Changed %(name)s"),
    "person let in": gettext_lazy("Let %(name)s sign in again"),
    "person locked out": gettext_lazy("Switched off the log-in of %(name)s"),
    "password link made": gettext_lazy("Made a link for a new password of %(name)s"),
    "password chosen": gettext_lazy("Chose a new password: %(name)s"),
    "token made": gettext_lazy("Made the token %(name)s"),
    "token revoked": gettext_lazy("Revoked the token %(name)s"),
    "job type added": gettext_lazy("Added the job type %(name)s"),
    "job type changed": gettext_lazy("Changed the job type %(name)s"),
    "job type archived": gettext_lazy("Archived the job type %(name)s"),
    "job type offered": gettext_lazy("Offers the job type %(name)s again"),
    "job type deleted": gettext_lazy("Deleted the job type %(name)s"),
    "skill added": gettext_lazy("Added the skill %(name)s"),
    "skill changed": gettext_lazy("Changed the skill %(name)s"),
    "skill deleted": gettext_lazy("Deleted the skill %(name)s"),
    "wording saved": gettext_lazy("Changed the wording: %(name)s"),
    "wording restored": gettext_lazy("Restored an earlier wording: %(name)s"),
    "wording reset": gettext_lazy("Went back to our wording: %(name)s"),
    "sender added": gettext_lazy("Gave %(name)s a sender of its own"),
    "sender changed": gettext_lazy("Changed: %(name)s"),
    "sender resumed": gettext_lazy("Let texts go out again"),
    "texts chosen": gettext_lazy("Chose which texts %(name)s sends"),
    "ready answer added": gettext_lazy("Added the ready answer %(name)s"),
    "ready answer changed": gettext_lazy("Changed the ready answer %(name)s"),
    "ready answer deleted": gettext_lazy("Deleted the ready answer %(name)s"),
    "spans changed": gettext_lazy("Changed how long things are kept"),
    "test text": gettext_lazy("Sent a test text"),
}
FIELDS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "text_name": gettext_lazy("Name in texts"),
    "time_zone": gettext_lazy("Time zone"),
    "language": gettext_lazy("Language"),
    "person_phone": gettext_lazy("Phone where a person answers"),
    "quiet_from": gettext_lazy("Quiet from"),
    "quiet_until": gettext_lazy("Quiet until"),
    "quiet_for_all": gettext_lazy("Urgent news waits too"),
    "office_from": gettext_lazy("Office open from"),
    "office_until": gettext_lazy("Office open until"),
    "office_at_weekends": gettext_lazy("Open on Saturdays and Sundays too"),
    "confirm_unassigned": gettext_lazy("Confirmation when nobody is assigned"),
    "calls_about_changes": gettext_lazy("We phone customers about changes"),
    "approve_photos": gettext_lazy("New photos need approval"),
    "approve_words": gettext_lazy("New words need approval"),
    "colour": gettext_lazy("Colour"),
    "is_default": gettext_lazy("Default unit"),
    "username": gettext_lazy("Log-in"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "role": gettext_lazy("Role"),
    "minutes": gettext_lazy("Minutes"),
    "skills": gettext_lazy("Skills asked for"),
    "tone": gettext_lazy("Tone of its texts"),
    "en": gettext_lazy("In English"),
    "es": gettext_lazy("In Spanish"),
    "address": gettext_lazy("Number or messaging service"),
    "per_second": gettext_lazy("Texts per second"),
    "text": gettext_lazy("Words"),
    "title": gettext_lazy("On the button"),
    "business_unit": gettext_lazy("Unit"),
    "introduction": gettext_lazy("Introduction"),
    "reminder": gettext_lazy("Reminder"),
    "morning": gettext_lazy("Reminder on the day"),
    "on_my_way": gettext_lazy("On my way"),
    "arrived": gettext_lazy("At the door"),
    "thanks": gettext_lazy("Thank you"),
    "late_warning": gettext_lazy("Minutes before a delay is proposed"),
}
WORDS = {**dict(Language.choices), **dict(User.Role.choices), **dict(ApiToken.Role.choices)}


@dataclass(frozen=True)
class Turn:
    """One value: what it is, what it was, what it is now."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    sentence: str
    turns: list[Turn]


def line(change: Change) -> Line:
    """One change as people read it."""
    values: Mapping[str, list[Value]] = change.details.get("values", {})
    return Line(change.at, who(change), _sentence(change), list(_turns(values)))


def who(change: Change) -> str:
    if change.user:
        return change.user.get_full_name() or change.user.get_username()
    if change.token:
        return change.token.name
    return str(Robot(change.robot).label) if change.robot else _("Somebody who has left")


def _sentence(change: Change) -> str:
    known = SENTENCES.get(change.what)
    if known is None:
        return change.what.capitalize()
    return str(known) % {"name": change.details.get("name", "")}


def _turns(values: Mapping[str, list[Value]]) -> Iterable[Turn]:
    for name, (old, new) in values.items():
        what, of, job = name.partition(" · ")
        field = str(FIELDS.get(what, what.replace("_", " ").capitalize()))
        yield Turn(field + of + job, said(old), said(new))


def said(value: Value) -> str:
    """One value as people read it."""
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(WORDS.get(str(value), value))
