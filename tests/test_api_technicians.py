"""Technicians and their photos as integrations write and read them."""

import io
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image
from pytest_django import Settings

from fieldservice.company.models import ApiToken
from technicians.models import Consent, Headshot, Line, Technician
from tests.factories import make_technician
from tests.integration import Caller, Reply, technician_body

pytestmark = pytest.mark.django_db
NOBODY = f"/technicians/{UUID(int=7)}"


@pytest.fixture
def crm() -> Caller:
    return Caller()


@pytest.fixture(autouse=True)
def photos_in_a_folder_of_their_own(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(crm: Caller, technician: Technician, content: bytes, **more: str) -> Reply:
    photo = SimpleUploadedFile("maya.jpg", content, content_type="image/jpeg")
    body = encode_multipart(BOUNDARY, {"file": photo})
    return crm.put(f"/technicians/{technician.pk}/headshot", body, MULTIPART_CONTENT, **more)


def jpeg() -> bytes:
    photo = io.BytesIO()
    Image.new("RGB", (600, 800), "tan").save(photo, "JPEG")
    return photo.getvalue()


def shot(technician: Technician, state: str, minute: int, findings: list[str]) -> Headshot:
    return Headshot.objects.create(
        technician=technician,
        state=state,
        findings=findings,
        uploaded_at=f"2026-03-02T09:{minute:02}:00Z",
    )


def test_a_new_technician_is_answered_as_written(crm: Caller) -> None:
    body = technician_body(bio="Ten years of boilers.", phone="(202) 555-0142", languages=["es"])
    made = crm.post("/technicians", {**body, "external_id": "T-7"})
    assert made.status == 201
    Technician.objects.get(pk=made.body.pop("id"))
    assert made.body == {**body, "phone": "+12025550142", "external_id": "T-7"}


def test_a_known_external_id_updates_the_technician(crm: Caller) -> None:
    made = crm.post("/technicians", technician_body(external_id="T-7"))
    again = crm.post(
        "/technicians", technician_body(external_id="T-7", interests=["bakes", "sings"])
    )
    assert (again.status, again.body["id"]) == (200, made.body["id"])
    assert again.body["interests"] == ["bakes", "sings"]


def test_what_is_left_out_stays_as_it_is(crm: Caller) -> None:
    crm.post("/technicians", technician_body(external_id="T-7", bio="Ten years of boilers."))
    short = {"display_name": "Maya L.", "hired_on": "2019-03-04", "external_id": "T-7"}
    assert crm.post("/technicians", short).body["bio"] == "Ten years of boilers."


def test_what_an_integration_publishes_is_agreed_to(crm: Caller) -> None:
    made = crm.post("/technicians", technician_body(bio="Ten years of boilers."))
    technician = Technician.objects.get(pk=made.body["id"])
    assert technician.agreed() == {"tenure", "skills", "interest", "bio"}
    assert {consent.source for consent in technician.consents.all()} == {Consent.Source.API}


def test_words_of_somebody_who_speaks_french_first_are_kept_in_spanish(crm: Caller) -> None:
    made = crm.post("/technicians", technician_body(languages=["fr", "es"]))
    assert made.body["languages"] == ["fr", "es"]
    assert Line.objects.get().language == "es"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", "Maya 🔧"),
        ("display_name", "Maya\nLopez"),
        ("display_name", "Maya {Lopez}"),
        ("display_name", "<script>alert(1)</script>"),
        ("display_name", "   "),
        ("display_name", 7),
        ("hired_on", "last year"),
        ("hired_on", "0019-03-04"),
        ("hired_on", 1551657600),
        ("skills", ["boilers"] * 21),
        ("skills", "boilers"),
        ("skills", ["x" * 61]),
        ("interests", ["x" * 61]),
        ("interests", ["plays\nfootball"]),
        ("bio", "x" * 601),
        ("bio", "zero \x00 byte"),
        ("phone", "ask at the desk"),
        ("languages", ["Spanish"]),
        ("external_id", ""),
        ("nickname", "May"),
    ],
)
def test_a_field_that_cannot_be_right_is_named(crm: Caller, field: str, value: object) -> None:
    refused = crm.post("/technicians", technician_body(**{field: value}))
    assert (refused.status, refused.fields) == (422, [field])
    assert not Technician.objects.exists()


def test_a_bio_too_long_is_told_the_limit(crm: Caller) -> None:
    refused = crm.post("/technicians", technician_body(bio="x" * 5000))
    assert "600" in refused.body["errors"][0]["message"]


def test_technicians_are_read_one_by_one_and_as_a_list(crm: Caller) -> None:
    maya, sam = make_technician("Maya Lopez", skills=["boilers"]), make_technician("Sam Okafor")
    assert crm.get(f"/technicians/{maya.pk}").body["skills"] == ["boilers"]
    assert [each["id"] for each in crm.get("/technicians").body["items"]] == [
        str(maya.pk),
        str(sam.pk),
    ]


def test_a_list_goes_on_where_the_page_before_ended(crm: Caller) -> None:
    names = ["Maya Lopez", "Sam Okafor", "Ann Lee"]
    for name in names:
        make_technician(name)
    first = crm.get("/technicians?limit=2").body
    second = crm.get(f"/technicians?limit=2&after={first['next']}").body
    assert [each["display_name"] for each in first["items"] + second["items"]] == names
    assert second["next"] is None


@pytest.mark.parametrize("cursor", ["x", "W10=", "é", "WyIwMDAxLTAxLTAxVDAwOjAwKzE0OjAwIiwieCJd"])
def test_a_cursor_that_is_not_ours_is_refused(crm: Caller, cursor: str) -> None:
    refused = crm.get(f"/technicians?after={cursor}")
    assert (refused.status, refused.fields) == (422, ["after"])


@pytest.mark.parametrize("limit", [0, 201, "many"])
def test_a_page_has_one_to_two_hundred_rows(crm: Caller, limit: object) -> None:
    assert crm.get(f"/technicians?limit={limit}").fields == ["limit"]


@pytest.mark.parametrize(
    "path", [NOBODY, f"{NOBODY}/headshot", "/technicians/7", "/technicians/7/headshot"]
)
def test_a_technician_nobody_knows_is_not_found(crm: Caller, path: str) -> None:
    assert crm.get(path).status == 404


def test_an_uploaded_photo_is_being_made_ready(crm: Caller) -> None:
    maya = make_technician()
    sent = upload(crm, maya, jpeg())
    assert (sent.status, sent.body) == (202, {"status": "processing"})
    assert crm.get(f"/technicians/{maya.pk}/headshot").body == {
        "status": "processing",
        "findings": [],
        "url": None,
    }


def test_an_empty_photo_is_refused_at_once(crm: Caller) -> None:
    refused = upload(crm, make_technician(), b"")
    assert (refused.status, refused.fields) == (422, ["file"])


def test_a_photo_of_more_than_30_mb_is_too_big(crm: Caller) -> None:
    refused = upload(crm, make_technician(), b"x" * 30_000_001)
    assert refused.status == 413


def test_a_body_far_too_big_is_refused_unread(crm: Caller) -> None:
    refused = upload(crm, make_technician(), b"x", content_length="40000000")
    assert refused.status == 413


def test_a_photo_outside_the_field_file_is_not_found(crm: Caller) -> None:
    path = f"/technicians/{make_technician().pk}/headshot"
    body = encode_multipart(BOUNDARY, {"picture": SimpleUploadedFile("maya.jpg", b"x")})
    refused = crm.put(path, body, MULTIPART_CONTENT)
    assert (refused.status, refused.fields) == (422, ["file"])


def test_a_photo_sent_without_multipart_is_refused_in_words(crm: Caller) -> None:
    path = f"/technicians/{make_technician().pk}/headshot"
    refused = crm.put(path, b"x", "image/jpeg")
    assert (refused.status, refused.fields) == (422, ["file"])


def test_a_broken_multipart_body_is_a_bad_request(crm: Caller) -> None:
    path = f"/technicians/{make_technician().pk}/headshot"
    broken = crm.put(path, b"x", "multipart/form-data")
    assert broken.status == 400


@pytest.mark.parametrize(
    ("states", "status"),
    [
        ([], "none"),
        (["ready"], "ready"),
        (["refused"], "refused"),
        (["withdrawn"], "none"),
        (["ready", "processing"], "processing"),
        (["ready", "refused"], "refused"),
        (["superseded", "ready"], "ready"),
        (["ready", "withdrawn"], "ready"),
    ],
)
def test_the_newest_photo_decides_the_status(crm: Caller, states: list[str], status: str) -> None:
    maya = make_technician()
    for minute, state in enumerate(states):
        shot(maya, state, minute, ["damaged"] if state == "refused" else [])
    assert crm.get(f"/technicians/{maya.pk}/headshot").body["status"] == status


def test_a_refused_photo_leaves_the_published_one_and_says_why(
    crm: Caller, settings: Settings
) -> None:
    settings.PUBLIC_BASE_URL = "https://visits.example.com"
    maya = make_technician()
    published, _ = shot(maya, "ready", 0, []), shot(maya, "refused", 1, ["too_small"])
    answer = crm.get(f"/technicians/{maya.pk}/headshot").body
    assert answer["url"] == f"https://visits.example.com/media/headshots/{published.key}.jpg"
    assert answer["findings"][0]["code"] == "too_small"
    assert "200 pixels" in answer["findings"][0]["text"]


def test_a_reading_token_sends_no_photo() -> None:
    assert upload(Caller(role=ApiToken.Role.READ), make_technician(), jpeg()).status == 403
