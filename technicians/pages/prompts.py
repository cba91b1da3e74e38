"""The questions of the first three minutes, each answered in one line of own words."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from technicians.models import Line


@dataclass(frozen=True)
class Prompt:
    """One question, what becomes of the answer, and two answers somebody could honestly give."""

    kind: Line.Kind
    question: str | Promise
    help: str | Promise
    examples: tuple[str | Promise, str | Promise]

    def examples_in(self, language: str) -> list[str]:
        """The examples in the language of the answer, whatever that of the page."""
        with translation.override(language):
            return [str(example) for example in self.examples]


PROMPTS = {
    Line.Kind.INTEREST.value: Prompt(
        Line.Kind.INTEREST,
        _("What would you talk about while the kettle is on?"),
        _("A few words are enough. A customer reads them once, never again."),
        (_("grows far too many tomatoes"), _("plays football on Sundays")),
    ),
    Line.Kind.OPENER.value: Prompt(
        Line.Kind.OPENER,
        _("What do people thank you for?"),
        _("One sentence, as you would say it at the door. Customers read it as a quotation."),
        (
            _("I show you what I did, and I leave the place clean."),
            _("I call if I run late, so nobody has to wait by the window."),
        ),
    ),
    Line.Kind.BIO.value: Prompt(
        Line.Kind.BIO,
        _("Which job do you like best, and why?"),
        _("A few sentences for the page that customers open from the text."),
        (
            _("Old boilers. Most of them have years left, and I like to hear them start again."),
            _("Finding a leak that nobody else could find. It is a bit like detective work."),
        ),
    ),
}
