"""What waits for a manager's approval, and how new words differ from those in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import QuerySet

from technicians.models import Draft, Headshot, Line


@dataclass(frozen=True)
class Difference:
    """Words as they are told and as they would be, row by row; "" where there is none."""

    draft: Draft
    rows: Sequence[tuple[str, str]]

    @property
    def seen(self) -> str:
        """What tells that these very words were looked at."""
        return self.draft.written_at.isoformat()

    @property
    def label(self) -> str:
        return str(Line.Kind(self.draft.kind).label)


def words() -> QuerySet[Draft]:
    """Drafts nobody has answered yet, the longest waiting first."""
    return Draft.objects.filter(answer="").select_related("technician").order_by("written_at")


def photos() -> QuerySet[Headshot]:
    shots = Headshot.objects.filter(state=Headshot.State.WAITING)
    related = shots.select_related("technician").prefetch_related("technician__headshots")
    return related.order_by("uploaded_at")


def count() -> int:
    """How much waits."""
    return words().count() + photos().count()


def difference(draft: Draft) -> Difference:
    """The same words stand in one row; what is new stands beside what it takes the place of."""
    lines = draft.technician.lines.filter(kind=draft.kind, language=draft.language)
    old = list(lines.order_by("position").values_list("text", flat=True))
    same = [(text, text) for text in old if text in draft.texts]
    gone = [text for text in old if text not in draft.texts]
    new = [text for text in draft.texts if text not in old]
    return Difference(draft, [*zip_longest(gone, new, fillvalue=""), *same])
