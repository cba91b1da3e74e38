"""Shows in a settings form what somebody else saved while it was filled in; services refuse it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fieldservice.company.errors import StaleError
from fieldservice.company.history import said, who
from fieldservice.company.models import Change
from fieldservice.company.services import default_unit
from fieldservice.company.values import Value, plain


@dataclass(frozen=True)
class Theirs:
    """What others made of one field: how it was before them, and the newest line about it."""

    was: Value
    line: Change


def show_theirs(
    form: forms.BaseForm,
    now: forms.BaseForm,
    subject: models.Model,
    refusal: StaleError,
    names: Mapping[str, str] | None = None,
) -> None:
    """Say at each field what they saved and who; what is typed stays, and can be saved again.

    `now`: the same form made anew. A field nobody typed into becomes theirs. `names`: of fields
    whose name in the history is another one.
    """
    theirs = _theirs(Change.objects.about(subject).filter(pk__gt=form.cleaned_data["seen"] or 0))
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["seen"] = str(now["seen"].value())
    for field in form.visible_fields():
        name = field.name
        found = theirs.get((names or {}).get(name, name))
        if found is None or not field.field.has_changed(now[name].initial, field.data):
            continue
        is_mine = plain(form.cleaned_data[name]) != found.was
        if not is_mine:
            data[name] = now[name].value()
        form.add_error(name, _saved(now[name], found) if is_mine else _taken(found))
    form.add_error(None, refusal.message)
    form.data = data


def _theirs(lines: Iterable[Change]) -> dict[str, Theirs]:
    """By the names of the history, `lines` being the newest first."""
    found: dict[str, Theirs] = {}
    for line in lines:
        for name, (was, _new) in line.details.get("values", {}).items():
            newest = found[name].line if name in found else line
            found[name] = Theirs(was, newest)
    return found


def _saved(field: BoundField, theirs: Theirs) -> str:
    about = _about(theirs) | {"now": _shown(field)}
    if not about["now"]:
        return _("%(who)s emptied this, %(at)s.") % about
    return _("%(who)s saved “%(now)s” here, %(at)s.") % about


def _taken(theirs: Theirs) -> str:
    about = _about(theirs) | {"was": said(theirs.was)}
    return _("%(who)s changed this, %(at)s. Before: %(was)s.") % about


def _about(theirs: Theirs) -> dict[str, str]:
    at = theirs.line.at.astimezone(ZoneInfo(default_unit().time_zone))
    return {"who": who(theirs.line), "at": date_format(at, _("j M Y, g:i A"))}


def _shown(field: BoundField) -> str:
    """What the field holds, in the words of its choices."""
    value = field.value()
    words = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    chosen = value if isinstance(value, list) else [value]
    read = [words.get(str(one)) or said(plain(one)) for one in chosen if one not in (None, "")]
    return ", ".join(read)
