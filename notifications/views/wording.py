"""The wordings as a manager reads, changes, compares and restores them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fieldservice.company.access import manager, signed_in
from fieldservice.company.errors import ServiceError, StaleError
from fieldservice.company.models import BusinessUnit, Language
from fieldservice.company.services import default_unit
from notifications.models import WordingVersion
from notifications.own_wording import newest_version
from notifications.states import CrewKind, Kind
from notifications.wording import LANGUAGES, PLACEHOLDERS, allowed, parse, source
from notifications.wording.comparing import compare
from notifications.wording_lint import is_refused, lint
from notifications.wording_samples import samples
from notifications.wording_services import LABELS, reset_wording, restore_wording, save_wording

SHOWN = 20


@dataclass(frozen=True)
class Wanted:
    """Which wording a page is about."""

    kind: str
    language: str
    unit: BusinessUnit | None

    @property
    def address(self) -> str:
        asked = f"?unit={self.unit.pk}" if self.unit else ""
        return reverse("wording", args=[self.kind, self.language]) + asked

    @property
    def newest(self) -> WordingVersion | None:
        return newest_version(self.kind, self.language, self.unit.pk if self.unit else None)

    @property
    def fallback(self) -> str:
        """What is said without words of their own: the company's for a unit, else ours."""
        company = newest_version(self.kind, self.language, None) if self.unit else None
        return company.text if company and company.text else source(self.kind, self.language)


@manager
@require_safe
def wordings(request: HttpRequest) -> HttpResponse:
    """Every kind of text in every language, and which of them the company says in its own words."""
    unit = _unit(request)
    groups = [
        (_("To customers"), _rows(Kind.values, unit)),
        (_("To technicians"), _rows(CrewKind.values, unit)),
    ]
    return _page(request, "settings_wordings", {"groups": groups, "unit": unit})


@manager
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """One wording in an editor, with what it makes of a visit beside it."""
    wanted = _wanted(request, kind, language)
    if request.method != "POST":
        newest = wanted.newest
        return _editor(request, wanted, newest.text if newest and newest.text else wanted.fallback)
    text, seen = request.POST.get("text", ""), request.POST.get("seen", "")
    try:
        save_wording(
            by=signed_in(request),
            kind=kind,
            language=language,
            unit=wanted.unit,
            text=text,
            seen=int(seen) if seen.isdigit() else None,
        )
    except StaleError as refusal:
        return _editor(request, wanted, text, refusal.message, _theirs(wanted, text))
    except ServiceError as refusal:
        return _editor(request, wanted, text, refusal.message)
    messages.success(request, _("Saved. The next text reads like this."))
    return redirect(wanted.address)


@manager
@require_POST
def reset(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Give up the own words."""
    wanted = _wanted(request, kind, language)
    reset_wording(by=signed_in(request), kind=kind, language=language, unit=wanted.unit)
    messages.success(request, _("Our wording counts again. Yours stays among the versions."))
    return redirect(wanted.address)


@manager
@require_POST
def preview(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """The texts these words would make, and what is wrong with them, as they are typed."""
    wanted = _wanted(request, kind, language)
    about = _shown(wanted, request.POST.get("text", ""))
    return render(request, "notifications/_wording_preview.html", about)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier version beside what counts now; a POST brings it back."""
    one = get_object_or_404(WordingVersion.objects.select_related("author", "business_unit"), pk=pk)
    wanted = Wanted(one.kind, one.language, one.business_unit)
    if request.method == "POST":
        try:
            restore_wording(by=signed_in(request), version=one)
            messages.success(request, _("Brought back. The next text reads like this."))
        except ServiceError as refusal:
            messages.error(request, refusal.message)
        return redirect(wanted.address)
    newest = wanted.newest
    old, new = one.text or wanted.fallback, (newest.text if newest else "") or wanted.fallback
    about = {"version": one, "wanted": wanted, "is_newest": newest == one}
    about |= {"stretches": compare(new, old), "label": LABELS[one.kind]}
    return _page(request, "settings_wording_version", about)


def _theirs(wanted: Wanted, text: str) -> dict[str, object]:
    """What somebody else saved meanwhile, beside what was typed."""
    newest = wanted.newest
    if newest is None:
        return {}
    name = newest.author.get_full_name() or newest.author.username if newest.author else ""
    stretches = compare(text.replace("\r\n", "\n"), newest.text or wanted.fallback)
    return {"theirs": newest, "who": name or _("Somebody who has left"), "stretches": stretches}


def _editor(
    request: HttpRequest,
    wanted: Wanted,
    text: str,
    refusal: str = "",
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    newest = wanted.newest
    versions = WordingVersion.objects.filter(
        kind=wanted.kind, language=wanted.language, business_unit=wanted.unit
    )
    about = {
        **_shown(wanted, text),
        "label": LABELS[wanted.kind],
        "language_name": Language(wanted.language).label,
        "languages": [(code, Language(code).label) for code in LANGUAGES],
        "text": text,
        "refusal": refusal,
        "seen": newest.pk if newest else 0,
        "is_own": bool(newest and newest.text),
        "newest": newest,
        "versions": versions.select_related("author")[:SHOWN],
        "placeholders": [
            (name, PLACEHOLDERS[name]) for name in PLACEHOLDERS if name in allowed(wanted.kind)
        ],
        **(more or {}),
    }
    return _page(request, "settings_wording", about)


def _shown(wanted: Wanted, text: str) -> dict[str, object]:
    """What the preview's part shows."""
    findings = lint(wanted.kind, wanted.language, text)
    about = {"wanted": wanted, "findings": findings}
    if is_refused(findings):
        return about
    unit = wanted.unit or default_unit()
    template, today = parse(text), timezone.localdate()
    return about | {"samples": samples(wanted.kind, wanted.language, template, unit, today)}


def _rows(kinds: list[str], unit: BusinessUnit | None) -> list[dict[str, object]]:
    newest: dict[tuple[str, str], WordingVersion] = {}
    for one in WordingVersion.objects.filter(business_unit=unit).order_by("created_at", "pk"):
        newest[one.kind, one.language] = one
    return [
        {
            "label": LABELS[kind],
            "cells": [
                (Wanted(kind, code, unit), Language(code).label, _is_own(newest.get((kind, code))))
                for code in LANGUAGES
            ],
        }
        for kind in kinds
    ]


def _is_own(version: WordingVersion | None) -> bool:
    return version is not None and version.text != ""


def _wanted(request: HttpRequest, kind: str, language: str) -> Wanted:
    if kind not in LABELS or language not in LANGUAGES:
        raise Http404
    return Wanted(kind, language, _unit(request))


def _unit(request: HttpRequest) -> BusinessUnit | None:
    """None is the whole company."""
    asked = request.GET.get("unit", "")
    return get_object_or_404(BusinessUnit, pk=asked) if asked.isdigit() else None


def _page(request: HttpRequest, template: str, about: Mapping[str, object]) -> HttpResponse:
    units = BusinessUnit.objects.order_by("-is_default", "name")
    frame = {"section": "settings", "tab": "wording", "units": units}
    frame |= {"zone": default_unit().time_zone}
    return render(request, f"notifications/{template}.html", {**frame, **about})
