"""The form of what technicians say about their name and trade; it is the same in every language."""

from collections.abc import Mapping
from itertools import zip_longest

from django import forms
from django.utils.translation import gettext_lazy

from fieldservice.company.fields import line_field
from fieldservice.company.names import tidy
from technicians.models import MOST_YEARS, Technician
from technicians.own_services import About, Paper

MOST_PAPERS = 12
FIRST_YEAR = 1950
CHECK_YEAR = gettext_lazy("Check the year.")


class AboutForm(forms.Form):
    """How a name is said, pronouns, years before joining, and certificates row by row."""

    say_it_like = line_field(
        gettext_lazy("How to say your name"),
        most=40,
        hint=gettext_lazy("As it sounds, such as “MY-ah”. It stands on the page."),
    )
    pronouns = line_field(
        gettext_lazy("Pronouns, if you want"),
        most=30,
        hint=gettext_lazy("Without them texts use your name, and nobody guesses."),
    )
    years_before = forms.IntegerField(
        label=gettext_lazy("Years in the trade before you came here"),
        help_text=gettext_lazy("Customers read the sum: “9 years with us, 15 in the trade”."),
        required=False,
        min_value=0,
        max_value=MOST_YEARS,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )

    van = line_field(
        gettext_lazy("What you come in"),
        most=40,
        hint=gettext_lazy("Customers look out for it: “white Acme van”."),
    )

    van_translated = line_field(
        gettext_lazy("The same in your other language"),
        most=40,
        hint=gettext_lazy("English or Spanish. Without it, who reads that isn't told."),
    )

    def __init__(self, technician: Technician, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, initial=_known(technician), prefix="about", auto_id="%s")
        papers = technician.certifications.all()
        for place, paper in zip_longest(range(min(len(papers) + 1, MOST_PAPERS)), papers):
            self.fields[f"paper_{place + 1}"] = _name(paper.name if paper else "")
            self.fields[f"year_{place + 1}"] = _year(paper.year if paper else None)

    def papers(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of certificates: name and year."""
        names = [name for name in self.fields if name.startswith("paper_")]
        return [(self[name], self[name.replace("paper", "year")]) for name in names]

    def about(self) -> About:
        data = self.cleaned_data
        rows = [(data[name.name], data[year.name]) for name, year in self.papers()]
        return About(
            say_it_like=tidy(data["say_it_like"]),
            pronouns=tidy(data["pronouns"]),
            years_before=data["years_before"],
            van=tidy(data["van"]),
            van_translated=tidy(data["van_translated"]),
            papers=tuple(Paper(tidy(name), year) for name, year in rows if tidy(name)),
        )


def _known(technician: Technician) -> dict[str, object]:
    return {
        "say_it_like": technician.say_it_like,
        "pronouns": technician.pronouns,
        "years_before": technician.years_before,
        "van": technician.van,
        "van_translated": technician.van_translated,
    }


def _name(known: str) -> forms.CharField:
    return line_field(gettext_lazy("Certificate"), most=60, initial=known)


def _year(known: int | None) -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Year"),
        initial=known,
        required=False,
        min_value=FIRST_YEAR,
        max_value=2100,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages={"min_value": CHECK_YEAR, "max_value": CHECK_YEAR},
    )
