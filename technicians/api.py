"""Technicians and their photos for integrations; services decide what may be written."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router, Status
from ninja.errors import HttpError

from fieldservice.company.auth import ApiRequest
from fieldservice.company.errors import InvalidError
from fieldservice.company.paging import PageQuery, behind, cut
from technicians.headshot_services import MAX_BYTES, receive_headshot
from technicians.headshot_words import describe
from technicians.models import Headshot, Technician
from technicians.schemas import (
    Finding,
    HeadshotAnswer,
    HeadshotStatus,
    HeadshotWord,
    TechnicianAnswer,
    TechnicianBody,
    TechnicianList,
    technician_answer,
)
from technicians.services import save_profile

router = Router(tags=["technicians"])
AROUND_THE_FILE = 10_000  # bytes of a multipart body that are not the file
UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


@router.post("/technicians", response={201: TechnicianAnswer, 200: TechnicianAnswer})
def save_technician(request: ApiRequest, body: TechnicianBody) -> Status[TechnicianAnswer]:
    """Publish a technician's profile; a known external_id updates it."""
    technician, is_new = save_profile(by=request.auth, profile=body.profile())
    return Status(201 if is_new else 200, technician_answer(technician))


@router.get("/technicians", response=TechnicianList)
def list_technicians(request: ApiRequest, paging: PageQuery) -> TechnicianList:
    """All technicians, the first made first."""
    rows = behind(_technicians(), "created_at", paging.after)
    page, following = cut(rows[: paging.limit + 1], "created_at", paging.limit)
    return TechnicianList(items=[technician_answer(row) for row in page], next=following)


@router.get("/technicians/{uuid:technician_id}", response=TechnicianAnswer)
def get_technician(request: ApiRequest, technician_id: UUID) -> TechnicianAnswer:
    return technician_answer(get_object_or_404(_technicians(), pk=technician_id))


@router.put(
    "/technicians/{uuid:technician_id}/headshot",
    response={202: HeadshotStatus},
    openapi_extra=UPLOAD,
)
def put_headshot(request: ApiRequest, technician_id: UUID) -> Status[HeadshotStatus]:
    """Send a new photo; it replaces the old one when it is ready and usable."""
    technician = get_object_or_404(Technician, pk=technician_id)
    with _upload(request) as upload:
        headshot = receive_headshot(by=request.auth, technician=technician, upload=upload)
    return Status(202, HeadshotStatus(status=_status([headshot])))


@router.get("/technicians/{uuid:technician_id}/headshot", response=HeadshotAnswer)
def get_headshot(request: ApiRequest, technician_id: UUID) -> HeadshotAnswer:
    """What became of the latest photo, and the address of the one customers get."""
    technician = get_object_or_404(Technician, pk=technician_id)
    uploads = list(technician.headshots.all())
    codes = uploads[0].findings if uploads else []
    return HeadshotAnswer(
        status=_status(uploads),
        findings=[Finding(code=code, text=describe(code)) for code in codes],
        url=next((_address(shot) for shot in uploads if shot.is_published), None),
    )


def _technicians() -> QuerySet[Technician]:
    return Technician.objects.prefetch_related("skills", "lines")


def _status(uploads: Sequence[Headshot]) -> HeadshotWord:
    """The newest upload decides; one that was replaced or withdrawn leaves what is published."""
    match uploads[0].state if uploads else None:
        case Headshot.State.PROCESSING:
            return "processing"
        case Headshot.State.REFUSED:
            return "refused"
    return "ready" if any(shot.is_published for shot in uploads) else "none"


def _address(headshot: Headshot) -> str:
    return f"{settings.PUBLIC_BASE_URL}{reverse('headshot', args=[headshot.key])}"


@contextmanager
def _upload(request: HttpRequest) -> Iterator[UploadedFile[bytes]]:
    """The photo sent; its temporary file lives as long as the block."""
    # Looked at before a byte is read, so that nobody can fill the disk.
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + AROUND_THE_FILE:
        raise HttpError(413, describe("too_big_file"))
    if request.content_type != "multipart/form-data":
        raise InvalidError("Send the photo as multipart/form-data.", field="file")
    # Django itself reads, and later closes, files of POST requests only.
    files = request.parse_file_upload(request.META, request)[1]
    with ExitStack() as opened:
        for each in chain.from_iterable(uploads for _, uploads in files.lists()):
            opened.callback(each.close)
        yield _checked(files.get("file"))


def _checked(upload: object) -> UploadedFile[bytes]:
    if not isinstance(upload, UploadedFile):
        raise InvalidError("Send the photo in the field “file”.", field="file")
    if (upload.size or 0) > MAX_BYTES:
        raise HttpError(413, describe("too_big_file"))
    return upload
