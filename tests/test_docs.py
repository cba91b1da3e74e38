"""The documents tell the truth where a machine can tell: links, variables, commands, calls."""

import ast
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from fieldservice.company.models import ApiToken, Robot
from fieldservice.company.services import create_api_token
from fieldservice.metrics import families
from notifications.providers import twilio_codes
from notifications.providers.base import Family
from notifications.states import State

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
# Read by the S3 client, and kept for what is not there yet.
READ_ELSEWHERE = {
    *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL_S3"),
    "SENTRY_DSN",
}


def table(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its own head."""
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def code(text: str) -> list[str]:
    """What stands in backquotes."""
    return re.findall(r"`([^`]+)`", text)


# Length and links


def test_the_readme_is_short_and_lists_what_the_makefile_has() -> None:
    readme = (ROOT / "README.md").read_text()
    assert len(readme.splitlines()) <= 150
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"^make (\w+)", readme, re.MULTILINE)) <= set(targets)


@pytest.mark.parametrize("document", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_leads_somewhere(document: Path) -> None:
    text = document.read_text()
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    inside = [link.partition("#")[0] for link in links if "://" not in link]
    assert [link for link in inside if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_named_by_its_path_exists(document: Path) -> None:
    named = [word for word in code(document.read_text()) if re.fullmatch(r"[\w./-]+/[\w.-]+", word)]
    kept = ("docs/", "tests/", "notifications/", "technicians/", "appointments/", "fieldservice/")
    ours = [path for path in named if path.startswith(kept) and "NAME" not in path]
    assert [path for path in ours if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("picture", ["phone", "board"])
def test_a_picture_is_quick_to_load(picture: str) -> None:
    assert (ROOT / "docs" / "pictures" / f"{picture}.webp").stat().st_size <= 200 * 1024


def test_the_changelog_has_room_for_what_is_not_released() -> None:
    assert "\n## [Unreleased]\n" in (ROOT / "CHANGELOG.md").read_text()


# Variables


def read_by_settings() -> set[str]:
    """The variables settings.py asks env.py for."""
    tree = ast.parse((ROOT / "fieldservice" / "settings.py").read_text())
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_every_variable_stands_in_the_table_and_is_read() -> None:
    told = [name for row in table(OPERATIONS, "Environment") for name in code(row[0])]
    assert len(told) == len(set(told))
    assert "SECRET_KEY" in told
    assert set(told) | READ_ELSEWHERE == read_by_settings() | READ_ELSEWHERE
    assert set(told) >= READ_ELSEWHERE


def test_the_example_has_the_same_variables() -> None:
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    assert named - {"POSTGRES_PASSWORD"} == read_by_settings() | READ_ELSEWHERE


# Calls


def calls() -> Iterator[tuple[str, dict[str, object] | None]]:
    """Path and body of each curl line in the README."""
    for line in (ROOT / "README.md").read_text().splitlines():
        if line.startswith("curl "):
            words = shlex.split(line)
            body = words[words.index("--json") + 1] if "--json" in words else None
            yield words[-1].replace("$API", "/api/v1"), json.loads(body) if body else None


@pytest.mark.django_db
def test_the_calls_of_the_readme_work_one_after_the_other() -> None:
    token = create_api_token(by=Robot.SYSTEM, name="booking", role=ApiToken.Role.INTEGRATION)
    client = Client(headers={"authorization": f"Bearer {token}"})
    booking, *looks = calls()
    booked = client.post(booking[0], booking[1], "application/json")
    assert booked.status_code == 201
    found = [client.get(path.replace("=ID", f"={booked.json()['id']}")) for path, _ in looks]
    counted = [(answer.status_code, len(answer.json()["items"])) for answer in found]
    assert counted == [(200, 1), (200, 2)]  # the visit; its introduction and its reminder


@pytest.mark.parametrize(
    "path", ["/profile", "/hooks/twilio/inbound", "/healthz", "/readyz", "/metrics"]
)
def test_a_page_the_documents_name_exists(path: str) -> None:
    assert any(path in document.read_text() for document in DOCS)
    assert resolve(path)


# Tables


def test_the_provider_page_has_every_family_and_code() -> None:
    page = (ROOT / "docs" / "adding-a-provider.md").read_text()
    rows = table(page, "The table of codes")
    told = {row[0].strip("`"): {int(number) for number in row[3].split()} for row in rows}
    known: dict[str, set[int]] = {family.name: set() for family in Family}
    for number, family in twilio_codes.FAMILIES.items():
        known[family.name].add(number)
    assert told == known


def test_the_architecture_names_every_state() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    told = [name for row in table(page, "States of a text") for name in code(row[0])]
    assert sorted(told) == sorted(State.values)


@pytest.mark.django_db
def test_a_number_worth_an_alarm_is_measured() -> None:
    told = set(re.findall(r"`(fieldservice_\w+)`", OPERATIONS))
    assert told
    assert told <= {family.name for family in families(timezone.now())}


# Containers


def test_the_containers_run_the_documented_commands() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    assert set(services) == {"migrate", "web", "worker", "beat", "postgres", "redis"}
    for row in table(OPERATIONS, "Processes")[:3]:
        program, *arguments = code(row[2])[0].split()
        started = services[row[0]]["command"].split()
        assert started[0] == program
        assert set(arguments) <= set(started)


def test_the_containers_set_and_ask_for_variables_that_are_known() -> None:
    words = (ROOT / "compose.yaml").read_text()
    assert set(yaml.safe_load(words)["x-product"]["environment"]) <= read_by_settings()
    asked = set(re.findall(r"\$\{(\w+)", words))
    example = (ROOT / ".env.example").read_text()
    assert asked == set(re.findall(r"^(POSTGRES_\w+)=", example, re.MULTILINE))


def test_the_health_check_asks_what_is_served_where_it_is_served() -> None:
    web = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["web"]
    asked = re.findall(r"http://127\.0\.0\.1:(\d+)([/\w]+)", web["healthcheck"]["test"][-1])
    [(port, path)] = asked
    assert f"--bind 0.0.0.0:{port}" in web["command"]
    assert web["ports"][0].endswith(f":{port}")
    assert resolve(path)


def test_the_database_is_well_only_when_others_can_reach_it() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    # On its socket a server answers while its folder is still being made.
    assert "--host=127.0.0.1" in services["postgres"]["healthcheck"]["test"]


def test_an_image_has_every_folder_the_product_needs_and_no_secret() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    recipe = compose["services"]["migrate"]["build"]["dockerfile_inline"]
    copied = set(re.findall(r"^COPY (\w+) \1$", recipe, re.MULTILINE))
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert copied >= apps | {"fieldservice", "templates", "locale"}
    assert "COPY . " not in recipe
    wanted = {path.name for path in ROOT.glob("requirements*.txt")} - {"requirements-dev.txt"}
    assert wanted == set(re.findall(r"-r (\S+)", recipe))
