"""Every address of the product, asked for by everybody: who gets in stands in one table."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from appointments.models import Import
from fieldservice.company import logos
from fieldservice.company.models import ApiToken, BusinessUnit, Tally, User
from notifications.models import (
    Alarm,
    CallTask,
    CannedAnswer,
    Message,
    Reply,
    Sender,
    Thanks,
    VisitLink,
    WordingVersion,
)
from notifications.preparing import visit_links
from technicians.models import Skill, Technician
from tests.factories import make_token
from tests.headshot_company import own, published, waiting
from tests.spine import Day
from tests.technician_pages import technician_named

pytestmark = pytest.mark.django_db

STRANGER, OFFICE, MANAGER = "a stranger", "the office", "a manager"
OWNER, OTHER = "a technician", "another technician"
READER, INTEGRATION = "a reading token", "an integration"
EVERYBODY = frozenset({STRANGER, OFFICE, MANAGER, OWNER, OTHER, READER, INTEGRATION})


@dataclass(frozen=True)
class Door:
    """Who gets in by GET and by POST; everybody else is refused."""

    reading: frozenset[str]
    writing: frozenset[str]


def door(*roles: str, writing: Iterable[str] | None = None) -> Door:
    return Door(frozenset(roles), frozenset(roles if writing is None else writing))


OPEN = door(*EVERYBODY)
OF_THE_OFFICE = door(OFFICE, MANAGER)
OF_MANAGERS = door(MANAGER)
READ_BY_THE_OFFICE = door(OFFICE, MANAGER, writing=[MANAGER])
OF_ONE_TECHNICIAN = door(OWNER, OFFICE, MANAGER)
OF_THE_TECHNICIAN = door(OWNER)
OF_THE_TECHNICIAN_AND_MANAGERS = door(OWNER, MANAGER)
OF_TECHNICIANS = door(OWNER, OTHER)
SIGNED_IN = door(OWNER, OTHER, OFFICE, MANAGER)
SIGNED_BY_THE_PROVIDER = door()
API = door(READER, INTEGRATION, writing=[INTEGRATION])

LOGO = "a" * 16
# A new address without a row here fails the first test: decide who may open it.
DOORS: dict[str, tuple[str, Door]] = {
    "api:openapi-json": ("/api/v1/openapi.json", OPEN),
    "api:api-root": ("/api/v1/", door()),
    "api:save_technician": ("/api/v1/technicians", API),
    "api:list_technicians": ("/api/v1/technicians", API),
    "api:get_technician": ("/api/v1/technicians/{technician}", API),
    "api:put_headshot": ("/api/v1/technicians/{technician}/headshot", API),
    "api:get_headshot": ("/api/v1/technicians/{technician}/headshot", API),
    "api:post_customer": ("/api/v1/customers", API),
    "api:get_customer": ("/api/v1/customers/{customer}", API),
    "api:post_appointment": ("/api/v1/appointments", API),
    "api:list_appointments": ("/api/v1/appointments", API),
    "api:patch_appointment": ("/api/v1/appointments/{visit}", API),
    "api:get_appointment": ("/api/v1/appointments/{visit}", API),
    "api:list_messages": ("/api/v1/messages?appointment={visit}", API),
    "api:get_message": ("/api/v1/messages/{text}", API),
    "^api(?:/|$)": ("/api/nothing", door()),
    "home": ("/", SIGNED_IN),
    "sign_in": ("/sign-in", OPEN),
    "sign_out": ("/sign-out", OPEN),
    "sign_in_by_text": ("/sign-in/text", OPEN),
    "sign_in_sent": ("/sign-in/text/sent", OPEN),
    # A link that nobody got: it says so to everybody.
    "sign_in_link": (f"/in/{'A' * 30}", OPEN),
    "headshot": ("/media/headshots/{photo}.jpg", OPEN),
    "headshot_webp": ("/media/headshots/{photo}-160.webp", OPEN),
    "technicians": ("/technicians", OF_THE_OFFICE),
    "approvals": ("/approvals", OF_MANAGERS),
    "approve_words": ("/approvals/words/{draft}", OF_MANAGERS),
    "approve_photo": ("/approvals/photos/{waiting}", OF_MANAGERS),
    "waiting_photo": ("/technicians/{technician}/photo/waiting", OF_THE_TECHNICIAN_AND_MANAGERS),
    "technician_add": ("/technicians/add", OF_THE_OFFICE),
    "technician": ("/technicians/{technician}", OF_THE_OFFICE),
    "technician_details": ("/technicians/{technician}/details", OF_THE_OFFICE),
    "technician_leaving": ("/technicians/{technician}/leaving", OF_THE_OFFICE),
    "technician_invite": ("/technicians/{technician}/invite", OF_THE_OFFICE),
    "technician_sign_out": ("/technicians/{technician}/sign-out", OF_MANAGERS),
    "technician_numbers": ("/technicians/{technician}/numbers", OF_THE_OFFICE),
    "photo_log": ("/technicians/{technician}/photo-log", OF_ONE_TECHNICIAN),
    # Before the words: an empty form takes the line away.
    "technician_still_true": ("/technicians/{technician}/still-true/{line}", OF_ONE_TECHNICIAN),
    "technician_words": ("/technicians/{technician}/words", OF_ONE_TECHNICIAN),
    "technician_about": ("/technicians/{technician}/about", OF_ONE_TECHNICIAN),
    "technician_switch": ("/technicians/{technician}/tell/bio", OF_ONE_TECHNICIAN),
    "technician_where": ("/technicians/{technician}/where/skills", OF_THE_TECHNICIAN),
    "technician_pause": ("/technicians/{technician}/pause", OF_THE_TECHNICIAN),
    "technician_photo": ("/technicians/{technician}/photo", OF_ONE_TECHNICIAN),
    "technician_photo_state": ("/technicians/{technician}/photo/state", OF_ONE_TECHNICIAN),
    "technician_crop": ("/technicians/{technician}/photo/crop", OF_ONE_TECHNICIAN),
    "technician_master": ("/technicians/{technician}/photo/whole.jpg", OF_ONE_TECHNICIAN),
    "technician_preview": ("/previews/technician/{technician}", OF_ONE_TECHNICIAN),
    "line_preview": ("/previews/technician/{technician}/line?field=en-bio", OF_ONE_TECHNICIAN),
    "text_to_me": ("/previews/technician/{technician}/to-me", OF_THE_TECHNICIAN),
    "welcome": ("/welcome", OF_TECHNICIANS),
    "welcome_step": ("/welcome/photo", OF_TECHNICIANS),
    "profile": ("/profile", OF_TECHNICIANS),
    "board": ("/board", OF_THE_OFFICE),
    "board_rows": ("/board/rows?rows={technician}:", OF_THE_OFFICE),
    "board_skills": ("/board/skills", OF_THE_OFFICE),
    "board_fit": ("/board/fit/{visit}", OF_THE_OFFICE),
    "board_drop": ("/board/{visit}/drop", OF_THE_OFFICE),
    "board_told": ("/board/{visit}/told", OF_THE_OFFICE),
    "board_undo": ("/board/{visit}/undo", OF_THE_OFFICE),
    "day": ("/day", OF_THE_OFFICE),
    "book": ("/book", OF_THE_OFFICE),
    "book_suggestions": ("/book/suggestions", OF_THE_OFFICE),
    "book_greeting": ("/book/greeting", OF_THE_OFFICE),
    "book_reach": ("/book/reach", OF_THE_OFFICE),
    "book_openings": ("/book/openings", OF_THE_OFFICE),
    "book_technicians": ("/book/technicians", OF_THE_OFFICE),
    "booking_preview": ("/previews/booking", OF_THE_OFFICE),
    "change_preview": ("/previews/visits/{visit}/cancel", OF_THE_OFFICE),
    "visit": ("/visits/{visit}", OF_THE_OFFICE),
    "confirm_visit": ("/visits/{visit}/confirm", OF_THE_OFFICE),
    "reassign_visit": ("/visits/{visit}/technician", OF_THE_OFFICE),
    "move_visit": ("/visits/{visit}/time", OF_THE_OFFICE),
    "cancel_visit": ("/visits/{visit}/cancel", OF_THE_OFFICE),
    "note_visit": ("/visits/{visit}/notes", OF_THE_OFFICE),
    "technician_hours": ("/technicians/{technician}/hours", OF_THE_OFFICE),
    "technician_time_off": ("/technicians/{technician}/time-off", OF_THE_OFFICE),
    "technician_sick": ("/technicians/{technician}/sick", OF_THE_OFFICE),
    "time_off_cover": ("/time-off/{off}", OF_THE_OFFICE),
    "time_off_take": ("/time-off/{off}/take-over", OF_THE_OFFICE),
    "time_off_undo": ("/time-off/{off}/undo", OF_THE_OFFICE),
    "my_day": ("/my-day", OF_TECHNICIANS),
    "my_tap": ("/my-day/{visit}/tap", OF_THE_TECHNICIAN),
    "my_texts": ("/my-day/{visit}/texts", OF_THE_TECHNICIAN),
    "my_day_texts": ("/my-day/texts", OF_TECHNICIANS),
    "visit_hide_me": ("/visits/{visit}/hide-me", OF_THE_TECHNICIAN),
    "visit_status": ("/visits/{visit}/status", OF_THE_OFFICE),
    "visit_texts": ("/visits/{visit}/texts", OF_THE_OFFICE),
    "visit_ticks": ("/visits/{visit}/ticks", OF_THE_OFFICE),
    "send_again": ("/visits/{visit}/send-again", OF_THE_OFFICE),
    "late_visits": ("/late-visits", OF_THE_OFFICE),
    "visit_delay": ("/visits/{visit}/delay", OF_THE_OFFICE),
    "tell_of_delay": ("/visits/{visit}/delay/tell", OF_THE_OFFICE),
    "send_now": ("/texts/{text}/send-now", OF_THE_OFFICE),
    "imports": ("/imports", OF_MANAGERS),
    "import": ("/imports/{file}", OF_MANAGERS),
    "explain_import": ("/imports/{file}/words", OF_MANAGERS),
    "start_import": ("/imports/{file}/start", OF_MANAGERS),
    "import_problems": ("/imports/{file}/problems.csv", OF_MANAGERS),
    "introduce_import": ("/imports/{brought_in}/introduce", OF_MANAGERS),
    "discard_import": ("/imports/{file}/discard", OF_MANAGERS),
    "customers": ("/customers", OF_THE_OFFICE),
    "customer": ("/customers/{customer}", OF_THE_OFFICE),
    "today": ("/today", OF_THE_OFFICE),
    "today_visits": ("/today/visits/late", OF_THE_OFFICE),
    "today_texts": ("/today/texts", OF_THE_OFFICE),
    "today_thumbs": ("/today/thumbs", OF_MANAGERS),
    "today_profiles": ("/today/profiles", OF_THE_OFFICE),
    "search": ("/search", OF_THE_OFFICE),
    "search_tap": ("/search/visits/{visit}/tap", OF_THE_OFFICE),
    "search_send": ("/search/visits/{visit}/send", OF_THE_OFFICE),
    "calls": ("/calls", OF_THE_OFFICE),
    # Whoever may hear it is told in tests/test_voice.py: here nothing was left on tape.
    "voicemail": ("/calls/{call}/voicemail", door()),
    "call_calling": ("/calls/{call}/calling", OF_THE_OFFICE),
    "call_done": ("/calls/{call}/done", OF_THE_OFFICE),
    "inbox": ("/inbox", OF_THE_OFFICE),
    "reply_picture": ("/pictures/{picture}", OF_THE_OFFICE),
    "place_point": ("/customers/{customer}/places/{place}", OF_THE_OFFICE),
    "customer_thread": ("/customers/{customer}/thread", OF_THE_OFFICE),
    "visit_thread": ("/visits/{visit}/thread", OF_THE_OFFICE),
    "inbox_thread": ("/inbox/{reply}", OF_THE_OFFICE),
    "inbox_writing": ("/inbox/{reply}/writing", OF_THE_OFFICE),
    "inbox_assign": ("/inbox/{reply}/assign", OF_THE_OFFICE),
    # Only what a button says is done: a strange wish is a 404 to everybody.
    "inbox_suggestion": ("/inbox/{reply}/suggestion", door()),
    "inbox_done": ("/inbox/{reply}/done", OF_THE_OFFICE),
    "inbox_answer": ("/inbox/{reply}/answer", OF_THE_OFFICE),
    "alarms": ("/alarms", OF_THE_OFFICE),
    "door_alarms": ("/alarms/door", OF_THE_OFFICE),
    "my_alarms": ("/my-day/alarms", OF_TECHNICIANS),
    "alarm_calling": ("/alarms/{alarm}/calling", OF_THE_OFFICE),
    "alarm_end": ("/alarms/{alarm}/end", OF_THE_OFFICE),
    "my_thanks": ("/my-thanks", OF_TECHNICIANS),
    "thanks": ("/thanks", OF_MANAGERS),
    "thanks_decide": ("/thanks/{thanks}", OF_MANAGERS),
    "twilio_status": ("/hooks/twilio/status/{text}", SIGNED_BY_THE_PROVIDER),
    "twilio_inbound": ("/hooks/twilio/inbound", SIGNED_BY_THE_PROVIDER),
    "twilio_voice": ("/hooks/twilio/voice", SIGNED_BY_THE_PROVIDER),
    **{
        f"voice_{name}": (f"/hooks/twilio/voice/1/{name}", SIGNED_BY_THE_PROVIDER)
        for name in ("whisper", "take", "over", "left", "recorded")
    },
    "alarm_call": ("/hooks/twilio/alarm/{text}", SIGNED_BY_THE_PROVIDER),
    **{
        f"alarm_call_{name}": (f"/hooks/twilio/alarm/{{text}}/{name}", SIGNED_BY_THE_PROVIDER)
        for name in ("key", "over")
    },
    "visit_page": ("/v/{token}", OPEN),
    # The right key lies in an e-mail alone: a made-up one is a 404 to everybody.
    "stop_emails": ("/stop-emails/made-up", door()),
    "visit_calendar": ("/v/{token}/visit.ics", OPEN),
    "visit_now": ("/v/{token}/now", OPEN),
    # A photo without files.
    "visit_photo": ("/v/{token}/photo-00000000.webp", door()),
    # Only what a button says is done: a strange wish is a 404 to everybody.
    "visit_answer": ("/v/{token}/nothing", door()),
    "brand": ("/brand/0f766e.css", OPEN),
    "settings": ("/settings", READ_BY_THE_OFFICE),
    "unit_add": ("/settings/units/add", OF_MANAGERS),
    "unit": ("/settings/units/{unit}", READ_BY_THE_OFFICE),
    "unit_default": ("/settings/units/{unit}/default", OF_MANAGERS),
    "unit_logo": ("/settings/units/{unit}/logo", OF_MANAGERS),
    "logo": (f"/media/logos/{LOGO}.png", OPEN),
    "wordings": ("/settings/wording", OF_MANAGERS),
    "wording": ("/settings/wording/introduction/en", OF_MANAGERS),
    "wording_preview": ("/settings/wording/introduction/en/preview", OF_MANAGERS),
    "wording_reset": ("/settings/wording/introduction/en/reset", OF_MANAGERS),
    "wording_version": ("/settings/wording/versions/{wording}", OF_MANAGERS),
    "job_types": ("/settings/job-types", OF_MANAGERS),
    "job_type_add": ("/settings/job-types/add", OF_MANAGERS),
    "job_type": ("/settings/job-types/{job_type}", OF_MANAGERS),
    "job_type_switch": ("/settings/job-types/{job_type}/switch", OF_MANAGERS),
    "skills": ("/settings/skills", OF_MANAGERS),
    "skill_add": ("/settings/skills/add", OF_MANAGERS),
    "skill": ("/settings/skills/{skill}", OF_MANAGERS),
    "skill_delete": ("/settings/skills/{skill}/delete", OF_MANAGERS),
    "first_run": ("/start", OF_MANAGERS),
    "unit_sender": ("/settings/sender/of/{unit}", OF_MANAGERS),
    "people": ("/settings/people", OF_MANAGERS),
    "person_add": ("/settings/people/add", OF_MANAGERS),
    "person": ("/settings/people/{person}", OF_MANAGERS),
    "person_switch": ("/settings/people/{person}/switch", OF_MANAGERS),
    "person_link": ("/settings/people/{person}/link", OF_MANAGERS),
    "new_password": ("/new-password/MQ/made-up", OPEN),
    "tokens": ("/settings/tokens", OF_MANAGERS),
    "token_revoke": ("/settings/tokens/{api_token}/revoke", OF_MANAGERS),
    "settings_looks": ("/settings/looks", OF_MANAGERS),
    "settings_retention": ("/settings/retention", OF_MANAGERS),
    "customer_data": ("/customers/{customer}/data", OF_MANAGERS),
    "ask_for_export": ("/customers/{customer}/exports", OF_MANAGERS),
    "export_state": ("/customers/{customer}/exports/state", OF_MANAGERS),
    # Who may fetch one is told in tests/test_exporting.py: here none was made.
    "download_export": ("/exports/{customer}", door()),
    # Not ticked, so nobody is erased.
    "erase_customer": ("/customers/{customer}/erase", OF_MANAGERS),
    "settings_history": ("/settings/history", OF_MANAGERS),
    "settings_texts": ("/settings/texts", READ_BY_THE_OFFICE),
    "settings_sender": ("/settings/sender", OF_THE_OFFICE),
    "resume_sender": ("/settings/sender/{sender}/resume", OF_MANAGERS),
    "canned": ("/settings/answers", READ_BY_THE_OFFICE),
    "canned_change": ("/settings/answers/{canned}", OF_MANAGERS),
    "settings_stuck": ("/settings/stuck", OF_THE_OFFICE),
    "try_again": ("/settings/stuck/{text}/try-again", OF_MANAGERS),
    "give_up": ("/settings/stuck/{text}/give-up", OF_MANAGERS),
    "settings_preflight": ("/settings/preflight", READ_BY_THE_OFFICE),
    "send_test_text": ("/settings/preflight/test-text", OF_MANAGERS),
    "healthz": ("/healthz", OPEN),
    "readyz": ("/readyz", OPEN),
    # Without METRICS_TOKEN it answers this machine, where the tests run too.
    "metrics": ("/metrics", OPEN),
    "canned_delete": ("/settings/answers/{canned}/delete", OF_MANAGERS),
    # The last one, as nothing is left for another address after it.
    "technician_remove": ("/technicians/{technician}/remove", OF_THE_OFFICE),
}
REFUSED = {401, 403, 404}
# Enough to change something wherever it is let in.
SENT = {"tell": "no", "where": "texts", "pause": "yes", "hide": "yes", "left_on": "2030-01-01"}
SENT |= {"notes": "x", "version": "1", "en-bio": "x", "key": str(uuid4()), "what": "on_the_way"}
ASKS = ("get", "post")
WITHOUT_A_RIGHT = {STRANGER, OTHER, READER}


def addresses(
    patterns: Iterable[URLPattern | URLResolver], before: str = "", space: str = ""
) -> Iterator[tuple[str, str]]:
    """Name and route of every address; one without a name is called by its route."""
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from addresses(each.url_patterns, f"{before}{each.pattern}", inner)
        else:
            yield f"{space}{each.name or each.pattern}", f"{before}{each.pattern}"


def every_address() -> list[tuple[str, str]]:
    return list(addresses(get_resolver().url_patterns))


@pytest.fixture
def maya() -> Technician:
    return technician_named("Maya Lopez")


@pytest.fixture
def omar() -> Technician:
    return technician_named("Omar Haddad")


def things_of(one: Technician) -> dict[str, object]:
    """What addresses are made of: this technician's photo and visit, and all that hangs on it."""
    photo = published(one, timezone.now())
    visit = Day(now=timezone.now()).book(one)
    text = Message.objects.get(appointment=visit)
    call = CallTask.objects.create(
        dedupe_key=str(visit.pk),
        customer=visit.customer,
        number=visit.text_to,
        reason="by_call",
        made_at=timezone.now(),
    )
    thanks = Thanks.objects.create(appointment=visit, technician=one, at=timezone.now())
    reply = Reply.objects.create(
        sender=Sender.objects.get(), number=visit.text_to, received_at=timezone.now()
    )
    stored = default_storage.save("replies/walk.jpg", ContentFile(b"a picture"))
    picture = reply.pictures.create(state="ready", stored=stored, try_at=timezone.now())
    line = one.lines.create(kind="bio", language="en", text="Hello", renewed_at=timezone.now())
    draft = one.drafts.create(kind="opener", language="en", written_at=timezone.now())
    tomorrow = timezone.now() + timedelta(days=1)
    off = one.time_off.create(start=tomorrow, end=tomorrow + timedelta(days=1))
    files = {
        name: Import.objects.create(kind="visits", state=state, created_at=timezone.now())
        for name, state in (("file", "uploaded"), ("brought_in", "done"))
    }
    canned = CannedAnswer.objects.create(
        business_unit=visit.business_unit, language="en", title="Yes", text="Yes."
    )
    return {
        "canned": canned.pk,
        "off": off.pk,
        **{name: file.pk for name, file in files.items()},
        "draft": draft.pk,
        "waiting": waiting(one, timezone.now()).pk,
        "line": line.pk,
        "thanks": thanks.pk,
        "technician": one.pk,
        "photo": photo.key,
        "visit": visit.pk,
        "customer": visit.customer_id,
        "place": visit.customer.locations.create(address="9 Elm Street").pk,
        "text": text.pk,
        "call": call.pk,
        "alarm": Alarm.objects.create(
            appointment=visit, source=Alarm.Source.PAGE, opened_at=timezone.now()
        ).pk,
        "reply": reply.pk,
        "picture": picture.pk,
        "person": User.objects.create(username="ada", role=User.Role.DISPATCHER).pk,
        "api_token": ApiToken.objects.create(name="CRM", token_hash="x").pk,
        "wording": WordingVersion.objects.create(kind="introduction", language="en").pk,
        "job_type": visit.job_type_id,
        "skill": Skill.objects.create(name="Boilers").pk,
        "unit": unit_with_a_logo().pk,
        "sender": Sender.objects.get().pk,
        "token": visit_links([visit])[visit.pk].rpartition("/")[2],
    }


def unit_with_a_logo() -> BusinessUnit:
    default_storage.delete(logos.stored(LOGO))
    default_storage.save(logos.stored(LOGO), ContentFile(b"PNG"))
    BusinessUnit.objects.update(logo_key=LOGO)
    return BusinessUnit.objects.get()


class Answer(Protocol):
    """What an address answered."""

    status_code: int

    @property
    def headers(self) -> Mapping[str, str]: ...


def headers_of(role: str) -> dict[str, str]:
    roles = {READER: ApiToken.Role.READ, INTEGRATION: ApiToken.Role.INTEGRATION}
    if role not in roles:
        return {}
    return {"authorization": f"Bearer {make_token(role=roles[role])}"}


def log_in_of(role: str, maya: Technician) -> User | None:
    """Maya is the technician of every test; a rosa manages, a priya dispatches."""
    if role in {OWNER, OTHER}:
        return own(maya)
    roles = {OFFICE: User.Role.DISPATCHER, MANAGER: User.Role.MANAGER}
    return User.objects.create(username=role, role=roles[role]) if role in roles else None


def answers(
    role: str, maya: Technician, things: dict[str, object], headers: dict[str, str]
) -> Iterator[tuple[str, str, Answer]]:
    """Name, question and answer of every address, asked by GET and by POST."""
    user, session = log_in_of(role, maya), ""
    for name, (path, _door) in DOORS.items():
        for ask in ASKS:
            client = Client(headers=headers)  # a fresh one: cookies tell of what was done before
            if user and not Session.objects.filter(session_key=session).exists():
                client.force_login(user)  # an address signs people out
                session = client.cookies[settings.SESSION_COOKIE_NAME].value
            if user:
                client.cookies[settings.SESSION_COOKIE_NAME] = session
            yield name, ask, answer(client, ask, path.format(**things))


def answer(client: Client, ask: str, address: str) -> Answer:
    if ask == "get":
        return client.get(address)
    if address.startswith("/api"):
        return client.post(address, "{}", content_type="application/json")
    return client.post(address, SENT)


def is_refused(answer: Answer) -> bool:
    """Not there, not yours, or sign in first."""
    return answer.status_code in REFUSED or answer.headers.get("Location", "").startswith(
        "/sign-in?"
    )


def everything_but_theirs(maya: Technician, role: str) -> dict[str, list[dict[str, object]]]:
    """Every row there is: but for who is signed in, who tried or looked, and what is own."""
    passing = {Session, ApiToken, Tally, VisitLink, get_user_model()}
    models = [model for model in apps.get_models() if model not in passing]
    rows = {
        model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models
    }
    if role != OTHER:
        return rows
    mine = {str(maya.pk), maya.pk}
    return {name: [row for row in each if not mine & as_set(row)] for name, each in rows.items()}


def as_set(row: dict[str, object]) -> set[object]:
    return {value for value in row.values() if isinstance(value, str | UUID)}


def test_every_address_has_a_row_in_the_table() -> None:
    names = {name for name, _route in every_address() if not name.startswith("admin:")}
    assert names == set(DOORS)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_each_door_opens_for_those_it_is_for_and_for_nobody_else(
    maya: Technician, omar: Technician, role: str
) -> None:
    things = things_of(omar if role == OTHER else maya)
    headers = headers_of(role)
    wrong, before = [], everything_but_theirs(maya, role)
    for name, ask, got in answers(role, maya, things, headers):
        door = DOORS[name][1]
        wanted = door.reading if ask == "get" else door.writing
        # A method that an address doesn't have tells nothing to anybody.
        if got.status_code != 405 and is_refused(got) is (role in wanted):
            wrong.append(f"{ask} {name}: {got.status_code}")
    assert not wrong
    if role in WITHOUT_A_RIGHT:
        assert everything_but_theirs(maya, role) == before


def test_the_back_door_is_for_staff_only(maya: Technician) -> None:
    client = Client()
    client.force_login(own(maya))
    routes = [route for name, route in every_address() if name.startswith("admin:")]
    paths = {re.sub(r"<[^>]+>", "1", route) for route in routes if "(?P" not in route}
    asked = {path: client.get(f"/{path}") for path in paths - {"admin/login/", "admin/logout/"}}
    assert len(asked) > 50
    open_to_all = [
        path
        for path, answer in asked.items()
        if "/admin/login/" not in answer.headers.get("Location", "")
    ]
    assert open_to_all == []
