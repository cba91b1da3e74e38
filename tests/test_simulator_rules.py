"""The provider's rule book, just inside and just outside each rule."""

import pytest

from notifications.simulator.courier import Answer, RetryRule
from notifications.simulator.rules import error_message, keyword, refusal

WHOLE = {"To": ["+15550102030"], "From": ["+15550100100"], "Body": ["Hi Dana"]}


@pytest.mark.parametrize(
    ("field", "values", "code"),
    [
        ("To", [], 21604),
        ("To", ["5550102030"], 21211),
        ("To", ["+123456"], 21211),
        ("To", ["+1234567"], None),
        ("To", ["+123456789012345"], None),
        ("To", ["+1234567890123456"], 21211),
        ("From", [], 21603),
        ("From", ["+0"], 21212),
        ("From", ["Acme Heat"], None),
        ("From", ["+15005550001"], 21212),
        ("From", ["+15005550007"], 21606),
        ("From", ["+15005550008"], 21611),
        ("Body", [""], 21602),
        ("Body", ["x" * 1600], None),
        ("Body", ["x" * 1601], 21617),
        ("MediaUrl", ["https://acme.example/m.jpg"] * 10, None),
        ("MediaUrl", ["https://acme.example/m.jpg"] * 11, 21623),
        ("MediaUrl", ["ftp://acme.example/m.jpg"], 21620),
        ("MediaUrl", ["/m.jpg"], 21620),
        ("MediaUrl", ["http://[acme/m.jpg"], 21620),
        ("StatusCallback", ["http://127.0.0.1:8000/hook#rc=5&rp=5xx"], None),
        ("StatusCallback", ["not an address"], 21609),
        ("StatusCallback", ["https://my_host.example/"], 21609),
        ("StatusCallback", ["https://acme.example/" + "x" * 3979], None),
        ("StatusCallback", ["https://acme.example/" + "x" * 3980], 21609),
    ],
)
def test_a_rule_refuses_with_its_code(field: str, values: list[str], code: int | None) -> None:
    form = WHOLE | {field: values} if values else {k: v for k, v in WHOLE.items() if k != field}
    assert refusal(form) == code


def test_a_picture_needs_no_words_and_a_service_no_sender() -> None:
    form = {"To": ["+15550102030"], "MessagingServiceSid": ["MG1"], "MediaUrl": ["http://a/b.jpg"]}
    assert refusal(form) is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        *((word, "stop") for word in ("STOP", " stop\n", "StopAll", "quit", "END", "Revoke")),
        *((word, "start") for word in ("START", "unstop", "Yes")),
        *((word, "help") for word in ("HELP", "info")),
        *((words, "") for words in ("stop it", "STOP.", "", "no", "C", "R")),
    ],
)
def test_the_provider_knows_single_words_in_any_case(body: str, kind: str) -> None:
    assert keyword(body) == kind


@pytest.mark.parametrize(
    ("fragment", "count", "kinds"),
    [
        ("", 1, {"ct"}),
        ("#rc=5&rp=5xx,ct,rt", 5, {"5xx", "ct", "rt"}),
        ("#rc=9", 5, {"ct"}),
        ("#rc=x", 1, {"ct"}),
        ("#rc=0", 0, {"ct"}),
    ],
)
def test_an_address_says_how_often_to_call_again(
    fragment: str, count: int, kinds: set[str]
) -> None:
    assert RetryRule.of(f"https://acme.example/hook{fragment}") == RetryRule(
        count, frozenset(kinds)
    )


@pytest.mark.parametrize(
    ("kinds", "answer", "covered"),
    [
        ("ct", Answer(failure="ct"), True),
        ("ct", Answer(failure="rt"), False),
        ("ct", Answer(500), False),
        ("5xx", Answer(500), True),
        ("5xx", Answer(499), False),
        ("all", Answer(404), True),
        ("all", Answer(204), False),
    ],
)
def test_only_what_the_address_names_is_tried_again(
    kinds: str, answer: Answer, covered: bool
) -> None:
    assert RetryRule(1, frozenset({kinds})).covers(answer) is covered


def test_every_code_has_a_sentence() -> None:
    assert error_message(None) == ""
    assert error_message(30006).startswith("A landline")
    assert error_message(39999) == "The provider's error 39999."
