"""What the provider may post to us, what nobody else may, and that nothing strange hurts."""

import uuid
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from twilio.request_validator import RequestValidator

from appointments.models import Appointment
from notifications.models import Attempt, Message, Reply, ReplyPicture, Sender, Suppression
from notifications.preparing import CALLBACK_RETRIES
from notifications.states import State
from tests.factories import make_technician
from tests.spine import Day, attempts, fresh, last

pytestmark = pytest.mark.django_db
TOKEN, ACCOUNT = "only-for-tests", "AC" + "0" * 32
DANA = "+12025550123"


def signature(path: str, form: dict[str, str], *, token: str = TOKEN, base: str = "") -> str:
    """What the provider puts beside this form."""
    address = (base or "http://127.0.0.1:8000") + path
    return str(RequestValidator(token).compute_signature(address, form))


def post(path: str, form: dict[str, str], **how: str) -> HttpResponse:
    """The answer to a form signed as `how` says."""
    header = {"x-twilio-signature": signature(path, form, **how)}
    return send(path, urlencode(form), header)


def send(path: str, body: str | bytes, headers: dict[str, str]) -> HttpResponse:
    kind = "application/x-www-form-urlencoded"
    return cast("HttpResponse", Client().post(path, body, content_type=kind, headers=headers))


PICTURE = f"/Messages/MM{'3' * 32}/Media/ME{'4' * 32}"


@pytest.fixture
def visit() -> Appointment:
    """Dana's text is with the provider."""
    day = Day(now=timezone.now())
    visit = day.book(make_technician("Maya Lopez"), on_the_phone=True)
    day.deliver()
    return visit


class WebhookContract:
    """Holds for everything the provider calls; a subclass names the path and a form for it."""

    form: dict[str, str]

    @pytest.fixture
    def path(self, visit: Appointment) -> str:
        raise NotImplementedError

    def test_the_provider_is_let_in_and_answered_in_its_own_format(self, path: str) -> None:
        answer = post(path, self.form)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/xml")
        assert answer.content in {b"", b"<Response/>"}

    @pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch", "options"])
    def test_only_posts_are_taken(self, path: str, method: str) -> None:
        header = {"x-twilio-signature": signature(path, {})}
        assert getattr(Client(), method)(path, headers=header).status_code == 405

    def test_a_post_without_a_signature_is_refused(self, path: str) -> None:
        assert send(path, urlencode(self.form), {}).status_code == 403

    def test_a_forged_signature_is_refused(self, path: str) -> None:
        assert post(path, self.form, token="somebody-elses").status_code == 403

    def test_a_form_changed_on_the_way_is_refused(self, path: str) -> None:
        header = {"x-twilio-signature": signature(path, self.form)}
        assert send(path, urlencode(self.form | {"More": "x"}), header).status_code == 403

    def test_a_signature_for_another_address_is_refused(self, path: str) -> None:
        header = {"x-twilio-signature": signature(path + "x", self.form)}
        assert send(path, urlencode(self.form), header).status_code == 403

    def test_another_account_is_refused(self, path: str) -> None:
        assert post(path, self.form | {"AccountSid": "AC" + "1" * 32}).status_code == 403

    def test_both_tokens_of_a_rotation_are_accepted(self, path: str, settings: Settings) -> None:
        settings.TWILIO_AUTH_TOKENS = ["the-new-one", TOKEN]
        statuses = [
            post(path, self.form, token=token).status_code for token in ("the-new-one", TOKEN)
        ]
        assert statuses == [200, 200]
        settings.TWILIO_AUTH_TOKENS = ["the-new-one"]
        assert post(path, self.form).status_code == 403

    def test_without_a_token_nobody_is_let_in(self, path: str, settings: Settings) -> None:
        settings.TWILIO_AUTH_TOKENS = []
        assert post(path, self.form, token="").status_code == 403

    def test_the_public_address_counts_behind_a_proxy(self, path: str, settings: Settings) -> None:
        settings.PUBLIC_BASE_URL = "https://acme.example"
        assert post(path, self.form, base="https://acme.example").status_code == 200
        assert post(path, self.form, base="http://127.0.0.1:8000").status_code == 403

    def test_a_stand_in_may_sign_the_switches_too(self, path: str) -> None:
        header = {"x-twilio-signature": signature(path + CALLBACK_RETRIES, self.form)}
        assert send(path, urlencode(self.form), header).status_code == 200

    @pytest.mark.parametrize(
        "given", ["", " ", "é" * 28, "\x00", "a" * 10_000, "=" * 28, "💡", "abc,def"]
    )
    def test_a_strange_signature_is_refused_in_peace(self, path: str, given: str) -> None:
        raw = given.encode().decode("latin-1")
        assert send(path, urlencode(self.form), {"x-twilio-signature": raw}).status_code == 403

    @pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"%ff=%00&&&===", b"{}", b"a" * 5000])
    @pytest.mark.parametrize(
        "kind",
        [
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded; charset=utf-16",
            "application/x-www-form-urlencoded; charset=nonsense",
            "text/plain",
            "",
        ],
    )
    def test_strange_bytes_never_hurt(self, path: str, body: bytes, kind: str) -> None:
        query = "?bodySHA256=0&a=%ff&a=%00"
        header = {"x-twilio-signature": signature(path + query, {})}
        answer = Client().generic("POST", path + query, body, content_type=kind, headers=header)
        assert answer.status_code < 500

    def test_strange_values_never_hurt(self, path: str) -> None:
        for value in ("", "\x00", "\x00STOP\x00", "²", "9" * 400, "é" * 2000, "\ud7ff💡"):
            form = dict.fromkeys(self.form, value) | {"AccountSid": ACCOUNT, "Extra": value}
            assert post(path, form).status_code == 200

    def test_the_same_post_twice_is_one(self, path: str) -> None:
        post(path, self.form)
        before = rows()
        assert post(path, self.form).status_code == 200
        assert rows() == before


def rows() -> list[object]:
    """Everything a post may change."""
    tables: list[QuerySet[Any]] = [
        model.objects.order_by("pk")
        for model in (Message, Attempt, Reply, Suppression, Appointment)
    ]
    return [row for table in tables for row in table.values()]


class TestStatus(WebhookContract):
    """Steps of a text's way."""

    form = {"MessageSid": "MEM00001", "MessageStatus": "delivered", "AccountSid": ACCOUNT}

    @pytest.fixture
    def path(self, visit: Appointment) -> str:
        return reverse("twilio_status", args=[attempts(visit)[0].pk])

    def test_a_step_moves_the_text(self, path: str, visit: Appointment) -> None:
        post(path, self.form)
        assert last(visit).state == State.DELIVERED

    def test_a_text_that_was_read_says_so(self, path: str, visit: Appointment) -> None:
        post(path, self.form | {"MessageStatus": "read", "To": f"whatsapp:{DANA}"})
        assert last(visit).state == State.READ

    def test_a_failure_says_why(self, path: str, visit: Appointment) -> None:
        post(path, self.form | {"MessageStatus": "undelivered", "ErrorCode": "30005"})
        assert (last(visit).state, last(visit).error_code) == ("undelivered", "30005")

    def test_a_code_beside_a_success_is_ignored(self, path: str, visit: Appointment) -> None:
        post(path, self.form | {"ErrorCode": "30005"})
        assert (last(visit).state, last(visit).error_code) == ("delivered", "")

    @pytest.mark.parametrize("status", ["", "scheduled", "teleported", "DELIVERED", "canceled"])
    def test_a_word_we_don_t_know_changes_nothing(
        self, path: str, visit: Appointment, status: str
    ) -> None:
        assert post(path, self.form | {"MessageStatus": status}).status_code == 200
        assert last(visit).state == State.ACCEPTED

    def test_an_unknown_attempt_is_answered_and_ignored(self, visit: Appointment) -> None:
        before = rows()
        path = reverse("twilio_status", args=[uuid.uuid4()])
        assert post(path, self.form).status_code == 200
        assert rows() == before

    def test_an_attempt_that_is_no_id_is_not_found(self, visit: Appointment) -> None:
        assert post("/hooks/twilio/status/1", self.form).status_code == 404


class TestInbound(WebhookContract):
    """Answers of customers."""

    form = {
        "MessageSid": "SM" + "1" * 32,
        "From": DANA,
        "To": "+15005550006",
        "Body": "C",
        "AccountSid": ACCOUNT,
    }

    @pytest.fixture
    def path(self, visit: Appointment) -> str:
        return reverse("twilio_inbound")

    def test_an_answer_is_kept_and_acted_on(self, path: str, visit: Appointment) -> None:
        post(path, self.form)
        assert Reply.objects.get().appointment == visit
        assert fresh(visit).confirmed_at is not None

    def test_the_provider_may_say_itself_that_it_is_an_opt_out(self, path: str) -> None:
        post(path, self.form | {"Body": "lass das", "OptOutType": "STOP"})
        assert Suppression.objects.get().number == DANA

    @pytest.mark.parametrize("kind", ["whatsapp:", "rcs:"])
    def test_what_comes_from_another_network_is_kept_with_it(self, path: str, kind: str) -> None:
        Sender.objects.update(address=f"{kind}+15005550006")
        here = {"From": kind + DANA, "To": f"{kind}+15005550006", "Body": "STOP"}
        post(path, self.form | here | {"ProfileName": "Dana", "WaId": "12025550123"})
        assert Reply.objects.get().number == kind + DANA
        assert Suppression.objects.get().number == kind + DANA

    @pytest.mark.parametrize(
        ("address", "kept"),
        [
            (f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}{PICTURE}", 1),
            (f"https://evil.example{PICTURE}", 1),  # the name is kept, never the host
            ("http://169.254.169.254/latest/meta-data", 0),
            (f"https://api.twilio.com{PICTURE}/../../Recordings", 0),
        ],
    )
    def test_a_picture_is_kept_by_its_name_alone(self, path: str, address: str, kept: int) -> None:
        post(path, self.form | {"NumMedia": "1", "MediaUrl0": address})
        names = list(ReplyPicture.objects.values_list("address", flat=True))
        assert names == [f"MM{'3' * 32}/ME{'4' * 32}"] * kept

    def test_zero_bytes_in_an_answer_don_t_lose_it(self, path: str) -> None:
        post(path, self.form | {"Body": "hello\x00 you"})
        assert Reply.objects.get().body == "hello you"


class TestVoice(WebhookContract):
    """Calls to the number that texts; what is said there is tests/test_voice.py's."""

    form = {"From": DANA, "To": "+15005550006", "AccountSid": ACCOUNT, "CallSid": "CA1"}

    @pytest.fixture
    def path(self, visit: Appointment) -> str:
        return reverse("twilio_voice")

    def test_the_provider_is_let_in_and_answered_in_its_own_format(self, path: str) -> None:
        answer = post(path, self.form)
        assert answer.headers["Content-Type"] == "text/xml"
        assert b"<Response>" in answer.content
