"""The form of a technician's own words in one language; which are told is a switch elsewhere."""

from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy

from fieldservice.company.names import tidy, validate_line
from technicians.gentle import Hint, hints
from technicians.models import Line
from technicians.profile_services import Words
from technicians.reminders import is_drowsy

MOST_INTERESTS = 20
FEWEST_ROWS = 3
TOO_LONG = gettext_lazy("At most %(limit_value)d characters; this has %(show_value)d.")


class OwnWordsForm(forms.Form):
    """Fields of own words in one language, each with what may be better left out of it."""

    def __init__(self, language: str, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, prefix=language, auto_id="%s", use_required_attribute=False)
        self.language = language

    def asks(self, name: str) -> bool:
        """Whether new words of this person hold something to think over, once for each text."""
        for field in self:
            text = str(self.cleaned_data.get(field.name, ""))
            kept = self.data.get(f"{field.html_name}-kept")
            if text not in {"", field.initial, kept} and isinstance(field.field, OwnWords):
                field.field.hints = hints(text, self.language, name)
        own = [field.field for field in self if isinstance(field.field, OwnWords)]
        return any(field.hints for field in own)


class WordsForm(OwnWordsForm):
    """A technician's own words in one language; its fields are named for kind and place."""

    def __init__(
        self, language: str, lines: Iterable[Line], data: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(language, data)
        said = [line for line in lines if line.language == language]
        interests = [line for line in said if line.kind == Line.Kind.INTEREST]
        rows = zip_longest(interests, range(self._rows(len(interests))))
        for line, place in rows:
            self.fields[f"interest_{place + 1}"] = OwnWords(Line.Kind.INTEREST, line)
        for kind in (Line.Kind.OPENER, Line.Kind.BIO):
            line = next((line for line in said if line.kind == kind), None)
            self.fields[kind.value] = OwnWords(kind, line)

    def _rows(self, known: int) -> int:
        """A row for each line sent or known, and room for more."""
        sent = sum(key.startswith(f"{self.prefix}-interest_") for key in self.data)
        return min(max(FEWEST_ROWS, known + 1, sent), MOST_INTERESTS)

    def interests(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("interest_")]

    def words(self) -> Words:
        data = self.cleaned_data
        return {
            Line.Kind.INTEREST: tuple(data[field.name] for field in self.interests()),
            Line.Kind.OPENER: (data["opener"],),
            Line.Kind.BIO: (data["bio"],),
        }


class PromptForm(OwnWordsForm):
    """The answer to one prompt: the first line of its kind; the others stay as they are."""

    def __init__(
        self,
        kind: Line.Kind,
        language: str,
        lines: Iterable[Line],
        data: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(language, data)
        known = [line for line in lines if (line.kind, line.language) == (kind, language)]
        self._others = tuple(line.text for line in known[1:])
        self._name = "interest_1" if kind == Line.Kind.INTEREST else kind.value
        first = known[0] if known else None
        self.fields[self._name] = OwnWords(kind, first)

    def answer(self) -> forms.BoundField:
        return self[self._name]

    def texts(self) -> tuple[str, ...]:
        return (self.cleaned_data[self._name], *self._others)


class OwnWords(forms.CharField):
    """A line, or a few; the browser counts but never cuts, so that nothing pasted is lost."""

    def __init__(self, kind: Line.Kind, line: Line | None) -> None:
        self.hints: list[Hint] = []
        self.is_long = kind == Line.Kind.BIO
        self.line = line
        self.asleep = line is not None and not line.is_awake(timezone.now())
        self.drowsy = line is not None and is_drowsy(line, timezone.now())
        limit = Line.LIMITS[kind]
        attrs = {"data-limit": limit, "form": "words-form", "rows": 6 if self.is_long else 2}
        super().__init__(
            required=False,
            initial=line.text if line else "",
            label=kind.label,
            widget=forms.Textarea(attrs | {"autocomplete": "off"}),
            validators=[MaxLengthValidator(limit, TOO_LONG), *self._one_line()],
        )

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        # Browsers send line ends as two characters, which must not count twice.
        lines = text.replace("\r\n", "\n")
        return tidy(lines if self.is_long else lines.replace("\n", " "))

    def _one_line(self) -> list[Callable[[str], None]]:
        return [] if self.is_long else [validate_line]
