"""Own words that wait for approval: what technicians wrote last, beside what customers are told."""

from collections.abc import Iterable
from datetime import datetime

from fieldservice.company.names import tidy
from technicians.models import Draft, Line, Technician


def as_written(technician: Technician) -> list[Line]:
    """Their lines as they wrote them last, waiting ones in place of the approved; not to be told.

    A line that waits is not a row, so it has no id.
    """
    drafts = {(draft.kind, draft.language): draft for draft in technician.drafts.all()}
    lines = [each for each in technician.lines.all() if (each.kind, each.language) not in drafts]
    waiting = [line for draft in drafts.values() for line in _lines(draft)]
    return sorted([*lines, *waiting], key=lambda line: (line.kind, line.position))


def wanted(texts: Iterable[str]) -> list[str]:
    """The texts that say something, once each."""
    return list(dict.fromkeys(filter(None, map(tidy, texts))))


def keep(
    technician: Technician, kind: Line.Kind, language: str, texts: Iterable[str], now: datetime
) -> bool:
    """Keep new words as a draft; False when nothing in them is new, and all may be told at once.

    A row that was emptied is gone at once, as taking back needs nobody's leave.
    """
    rows, new = list(texts), wanted(texts)
    lines = technician.lines.filter(kind=kind, language=language)
    if set(new) <= set(lines.values_list("text", flat=True)):
        drop(technician, kind, language)
        return False
    before = [line.text for line in as_written(technician) if _is_of(line, kind, language)]
    emptied = [old for old, row in zip(before, rows, strict=False) if not tidy(row)]
    lines.filter(text__in=set(emptied) - set(new)).delete()
    known = technician.drafts.filter(kind=kind, language=language).first()
    if known is None or known.texts != new:
        said = {"texts": new, "written_at": now, "answer": ""}
        technician.drafts.update_or_create(kind=kind, language=language, defaults=said)
    return True


def drop(technician: Technician, kind: Line.Kind, language: str) -> None:
    """Forget what waited of this kind and language."""
    technician.drafts.filter(kind=kind, language=language).delete()


def holds(technician: Technician, kind: Line.Kind, language: str, texts: Iterable[str]) -> bool:
    """Whether just these words wait already."""
    waiting = technician.drafts.filter(kind=kind, language=language).first()
    return waiting is not None and waiting.texts == wanted(texts)


def _is_of(line: Line, kind: Line.Kind, language: str) -> bool:
    return (line.kind, line.language) == (kind, language)


def _lines(draft: Draft) -> list[Line]:
    return [
        Line(
            technician_id=draft.technician_id,
            kind=draft.kind,
            language=draft.language,
            text=text,
            position=position,
            renewed_at=draft.written_at,
        )
        for position, text in enumerate(draft.texts)
    ]
