"""Bringing in files: upload, columns, the dry run, its progress, and what came of it."""

import csv
import uuid
from collections.abc import Iterator
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appointments import import_services
from appointments.columns import Kind, recognised
from appointments.import_forms import ColumnsForm, FileForm, WordsForm
from appointments.models import Import, ImportProblem
from fieldservice.company.access import manager, signed_in
from fieldservice.company.errors import ServiceError

PROBLEMS_SHOWN = 50
MOST_SHOWN = 50
HARMFUL = ("=", "+", "-", "@", "\t", "\r")


@manager
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The files so far, and the form for another one."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            job = import_services.receive(
                by=signed_in(request),
                kind=Kind(form.cleaned_data["kind"]),
                name=file.name,
                upload=file.file,
                size=file.size,
            )
            return redirect("import", pk=job.pk)
        except ServiceError as error:
            form.add_error("file", error.message)
    context = {"section": "settings", "tab": "imports", "form": form}
    context["jobs"] = Import.objects.select_related("by")[:MOST_SHOWN]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "appointments/imports.html", context, status=status)


@manager
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_import(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One file where it stands; the same address takes what its columns say."""
    job = get_object_or_404(Import, pk=pk)
    asks = job.state == Import.State.UPLOADED or (job.may_be_told and "columns" in request.GET)
    form = ColumnsForm(job, request.POST or None) if asks or request.POST else None
    if form and request.method == "POST" and form.is_valid():
        try:
            import_services.check(
                by=signed_in(request), job=job, told=form.told(), unit=form.unit()
            )
            return redirect("import", pk=pk)
        except ServiceError as error:
            form.refuse(error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.errors else HTTPStatus.OK
    return render(request, "appointments/import.html", _context(request, job, form), status=status)


@manager
@require_POST
def explain_import(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Whom its unknown names stand for, and what its work is called; it is checked anew."""
    job = get_object_or_404(Import, pk=pk)
    form = WordsForm(job, request.POST)
    if form.is_valid():
        names, job_type = form.told(), form.job_type()
        try:
            import_services.explain(by=signed_in(request), job=job, names=names, job_type=job_type)
        except ServiceError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, _("One of these is not here any more. Choose again."))
    return redirect("import", pk=pk)


@manager
@require_POST
def start_import(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    job = get_object_or_404(Import, pk=pk)
    try:
        import_services.start(by=signed_in(request), job=job)
    except ServiceError as error:
        messages.error(request, error.message)
    return redirect("import", pk=pk)


@manager
@require_POST
def discard_import(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    job = get_object_or_404(Import, pk=pk)
    try:
        import_services.discard(by=signed_in(request), job=job)
    except ServiceError as error:
        messages.error(request, error.message)
        return redirect("import", pk=pk)
    messages.success(request, _("The file is deleted. Nothing of it was brought in."))
    return redirect("imports")


@manager
@never_cache
@require_safe
def import_problems(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Every problem as CSV, to be put right beside the file."""
    job = get_object_or_404(Import, pk=pk)
    answer = HttpResponse(_lines(job), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="problems.csv"'
    return answer


def _context(request: HttpRequest, job: Import, form: ColumnsForm | None) -> dict[str, object]:
    system = recognised(job.headings, Kind(job.kind)) if job.sample else None
    problems = Paginator(job.problems.all(), PROBLEMS_SHOWN)
    summed = job.problems.values("what").annotate(count=Count("pk")).order_by("-count")
    return {
        "section": "settings",
        "tab": "imports",
        "job": job,
        "form": form,
        "words_form": WordsForm(job) if job.state == Import.State.CHECKED else None,
        "system": system,
        "problems": problems.get_page(request.GET.get("page")),
        "summed": [(ImportProblem(what=each["what"]), each["count"]) for each in summed],
    }


class _Echo:
    """A file for csv that gives back what is written."""

    def write(self, line: str) -> str:
        return line


def _lines(job: Import) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # Excel takes UTF-8 for what it is only behind this mark.
    yield "\ufeff"
    yield writer.writerow([_("Row"), _("Column"), _("Value"), _("Problem"), _("Left out")])
    for problem in job.problems.iterator():
        left_out = _("yes") if problem.leaves_out else _("no")
        column = problem.heading or problem.get_field_display()
        cells = [column, problem.value, problem.get_what_display(), left_out]
        yield writer.writerow([problem.row, *map(_harmless, cells)])


def _harmless(cell: object) -> str:
    """A cell no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(HARMFUL) else text
