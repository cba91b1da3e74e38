"""What a manager does with wordings: save one, bring an earlier one back, go back to ours."""

from django.db import transaction
from django.utils.translation import gettext as _

from fieldservice.company.errors import InvalidError, StaleError
from fieldservice.company.models import Actor, BusinessUnit, Language, User
from fieldservice.company.services import record
from notifications.models import WordingVersion
from notifications.own_wording import newest_version
from notifications.states import CrewKind, Kind
from notifications.wording import source
from notifications.wording_lint import lint

LABELS = {**dict(Kind.choices), **dict(CrewKind.choices)}
LONGEST = 1500


@transaction.atomic
def save_wording(
    *,
    by: Actor,
    kind: str,
    language: str,
    unit: BusinessUnit | None,
    text: str,
    seen: int | None = None,
    what: str = "wording saved",
) -> bool:
    """Let every text of this kind read like this from now on; False where it does already.

    `seen`: the version the person knew, 0 for none. Raises InvalidError with the first thing that
    is wrong, StaleError when somebody else saved one meanwhile.
    """
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        told = _("This is longer than %d letters. Nobody reads so much in a text.")
        raise InvalidError(told % LONGEST, field="text")
    wrong = [finding.words for finding in lint(kind, language, text) if finding.is_error]
    if wrong:
        raise InvalidError(wrong[0], field="text")
    # Ours again is no wording of their own: they follow when ours gets better.
    is_ours = unit is None and text == source(kind, language).strip()
    kept = "" if is_ours else text
    return _keep(by=by, kind=kind, language=language, unit=unit, text=kept, seen=seen, what=what)


@transaction.atomic
def restore_wording(*, by: Actor, version: WordingVersion) -> bool:
    """Make an earlier version the newest. Raises InvalidError when it may be sent no more."""
    unit = version.business_unit
    if not version.text:
        return reset_wording(by=by, kind=version.kind, language=version.language, unit=unit)
    return save_wording(
        by=by,
        kind=version.kind,
        language=version.language,
        unit=unit,
        text=version.text,
        what="wording restored",
    )


@transaction.atomic
def reset_wording(*, by: Actor, kind: str, language: str, unit: BusinessUnit | None) -> bool:
    """Give up the own words: a unit's texts read as the company's then, the company's as ours."""
    what = "wording reset"
    return _keep(by=by, kind=kind, language=language, unit=unit, text="", seen=None, what=what)


def _keep(
    *,
    by: Actor,
    kind: str,
    language: str,
    unit: BusinessUnit | None,
    text: str,
    seen: int | None,
    what: str,
) -> bool:
    newest = newest_version(kind, language, unit.pk if unit else None)
    if seen is not None and seen != (newest.pk if newest else 0):
        raise StaleError(
            _("Somebody saved another version meanwhile. Save again to put yours in its place.")
        )
    before = newest.text if newest else ""
    if text == before:
        return False
    author = by if isinstance(by, User) else None
    version = WordingVersion.objects.create(
        kind=kind, language=language, business_unit=unit, text=text, author=author
    )
    name = f"{LABELS[kind]}, {Language(language).label}" + (f", {unit.name}" if unit else "")
    details = {"name": name, "values": {"text": [before, text]}}
    record(by=by, what=what, subject=version, details=details)
    return True
