"""Who may import whom: between the apps, and from top to bottom inside each of them."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMPANY = "fieldservice.company"
MAY_IMPORT = {
    COMPANY: {COMPANY},
    "technicians": {COMPANY, "technicians"},
    "appointments": {COMPANY, "technicians", "appointments"},
    "notifications": {COMPANY, "technicians", "appointments", "notifications"},
    # These two know nobody: not even the app they lie in.
    "notifications.providers": {"notifications.providers"},
    "notifications.simulator": {"notifications.simulator"},
}
TOP = {"admin", "api", "apps", "management", "receivers", "urls", "views", "webhooks"}
TOP |= {"auth", "pages", "schemas", "templatetags"}
PURE = {
    "addresses",
    "colours",
    "columns",
    "emergency",
    "introductions",
    "openings",
    "plan",
    "plots",
    "reasons",
    "search_words",
    "segments",
    "spans",
    "states",
    "statuses",
    "taps",
    "tenure",
    "windows",
    "wording",
}
# The simulator counts the parts of a text as the product does, so that prices agree.
SHARED = {"notifications.segments"}
LAYERS = ("pure", "models and providers", "work", "tasks", "services", "top")


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the product by its dotted name, parsed."""
    packages = ("appointments", "fieldservice", "notifications", "technicians")
    files = [file for package in packages for file in (ROOT / package).rglob("*.py")]
    return {
        dotted(file): ast.parse(file.read_text())
        for file in files
        if "migrations" not in file.parts
    }


def dotted(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(name: str) -> set[str]:
    """The modules of ours that `name` imports."""
    found = {target for node in ast.walk(modules()[name]) for target in targets(name, node)}
    return {known(target) for target in found if known(target)} - {name}


def targets(name: str, node: ast.AST) -> Iterator[str]:
    """The full dotted names in an import statement."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        is_package = (ROOT / name.replace(".", "/")).is_dir()
        parents = name.split(".")[: len(name.split(".")) - node.level + is_package]
        base = ".".join([*(parents if node.level else []), *([node.module] if node.module else [])])
        yield from (f"{base}.{alias.name}" for alias in node.names)


def known(target: str) -> str:
    """The module of ours that holds `target`, or nothing."""
    if target in modules():
        return target
    parent = target.rpartition(".")[0]
    return parent if parent in modules() else ""


def part_of(name: str, packages: dict[str, set[str]]) -> str:
    """The innermost of `packages` that holds the module, or nothing."""
    holding = [package for package in packages if f"{name}.".startswith(f"{package}.")]
    return max(holding, key=len, default="")


def layer(name: str) -> int:
    """How high a module stands inside its app; a package counts as one module."""
    app = part_of(name, MAY_IMPORT)
    stem = name.removeprefix(f"{app}.").split(".")[0]
    if stem in TOP:
        return LAYERS.index("top")
    if stem == "tasks" or stem.endswith("services"):
        return LAYERS.index("tasks" if stem == "tasks" else "services")
    if stem == "models" or ".providers" in name:
        return LAYERS.index("models and providers")
    return LAYERS.index("pure" if stem in PURE else "work")


def edges() -> Iterator[tuple[str, str]]:
    for name in sorted(modules()):
        for imported in sorted(imports(name)):
            yield name, imported


def test_relative_and_absolute_imports_are_both_seen() -> None:
    assert "notifications.simulator.service" in imports("notifications.simulator")
    assert "notifications.models" in imports("notifications.services")


def test_apps_import_only_what_lies_below_them() -> None:
    wrong = [
        f"{name} imports {imported}"
        for name, imported in edges()
        if (app := part_of(name, MAY_IMPORT))
        and imported not in SHARED
        and (part_of(imported, MAY_IMPORT) or "fieldservice") not in allowed(app)
    ]
    assert not wrong, "\n".join(wrong)


def allowed(app: str) -> set[str]:
    inner = {package for package in MAY_IMPORT if package.startswith(f"{app}.")}
    return MAY_IMPORT[app] | inner


def test_inside_an_app_imports_go_down() -> None:
    wrong = [
        f"{name} ({LAYERS[layer(name)]}) imports {imported} ({LAYERS[layer(imported)]})"
        for name, imported in edges()
        if part_of(name, MAY_IMPORT) == part_of(imported, MAY_IMPORT) != ""
        and layer(name) < layer(imported)
    ]
    assert not wrong, "\n".join(wrong)


def test_pure_modules_know_no_database() -> None:
    pure = [name for name in modules() if part_of(name, MAY_IMPORT) and layer(name) == 0]
    wrong = [
        f"{name} imports {target}"
        for name in pure
        for node in ast.walk(modules()[name])
        for target in targets(name, node)
        if target.startswith("django.db") and not target.endswith("Choices")
    ]
    assert pure
    assert not wrong, "\n".join(wrong)


def test_the_simulator_knows_no_django() -> None:
    inside = [name for name in modules() if name.startswith("notifications.simulator")]
    wrong = [
        f"{name} imports {target}"
        for name in inside
        for node in ast.walk(modules()[name])
        for target in targets(name, node)
        if target.startswith("django")
    ]
    assert inside
    assert not wrong, "\n".join(wrong)


def test_no_import_circles() -> None:
    graph = {name: imports(name) for name in modules()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_imports_stand_at_the_top() -> None:
    wrong = [
        f"{name}:{node.lineno} in {function.name}()"
        for name, tree in modules().items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        # Django itself asks for this one: models are loaded by then.
        and not (name.endswith(".apps") and function.name == "ready")
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_is_called_utils() -> None:
    assert [name for name in modules() if name.split(".")[-1] in {"utils", "helpers", "misc"}] == []
