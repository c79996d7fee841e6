"""Only deeds write, every deed is whole, named, and leaves a trace; only the gate lets rows onto pages."""

import ast

import pytest
from django.apps import apps

from protection.labels import GRANTS, WALLS, label_of
from tests.architecture import source

WRITING = {
    "save",
    "create",
    "bulk_create",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
    "bulk_update",
}
# Mechanisms that write on behalf of a deed, and the machinery that keeps the trail.
MECHANISMS = {
    "accounts/hooks.py",
    "audit/sealer.py",
    "audit/trail.py",
    # A picture is saved into memory; its program knows no database.
    "protection/contents.py",
    "protection/letters.py",
    "protection/sealing.py",
}
# Parts of a deed that is done elsewhere: they take the moment, not the person.
PARTS = {"protection/actions.py"}
GATES = {"visible_to", "of", "valid", "referable", "at", "holding", "none", "active", "one_can_be"}


def _actions() -> list[ast.FunctionDef]:
    return [
        function
        for path in source.rooms("actions")
        if str(path.relative_to(source.ROOT)) not in PARTS
        for function in source.functions(path)
        if not function.name.startswith("_")
    ]


def test_every_public_function_of_actions_is_a_deed() -> None:
    assert [f.name for f in _actions() if "deed" not in source.decorators(f)] == []


def test_a_deed_takes_keywords_only_and_says_who_acts() -> None:
    careless = [
        f.name
        for f in _actions()
        if f.args.args or "by" not in {argument.arg for argument in f.args.kwonlyargs}
    ]
    assert careless == []


def test_a_deed_says_in_one_sentence_what_it_does() -> None:
    assert [f.name for f in _actions() if ast.get_docstring(f) is None] == []


def test_nobody_else_writes() -> None:
    writing = [
        source.where(path, call)
        for path in source.files(
            "audit", "protection", "accounts", "providers", "referrals", "outcomes"
        )
        if path.name != "actions.py"
        and str(path.relative_to(source.ROOT)) not in MECHANISMS
        and "management" not in path.parts
        for call in source.calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in WRITING
        and ("objects" in ast.unparse(call.func) or call.func.attr == "save")
    ]
    assert writing == []


@pytest.mark.parametrize("room", ["views", "forms"])
def test_rows_reach_a_page_through_the_gate_only(room: str) -> None:
    around = []
    for path in source.rooms(room):
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Attribute) and node.attr in {
                "_default_manager",
                "raw",
                "extra",
            }:
                around.append(source.where(path, node))
            if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
                continue
            if node.value.attr == "objects" and node.attr not in GATES:
                around.append(source.where(path, node))
    assert around == []


def test_nothing_reaches_a_page_by_its_id_alone() -> None:
    careless = [
        source.where(path, call)
        for path in source.rooms("views")
        for function in source.functions(path)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "get_object_or_404"
        and not _came_through_the_gate(call.args[0], function)
    ]
    assert careless == []


def _came_through_the_gate(rows: ast.expr, function: ast.FunctionDef) -> bool:
    """Follow a value back: to the gate, or to a row that was handed in or found by a helper."""
    if ".visible_to(request.actor)" in ast.unparse(rows):
        return True
    names = [node.id for node in ast.walk(rows) if isinstance(node, ast.Name)]
    given = {argument.arg for argument in function.args.args} - {"request"}
    typed = {
        a.arg
        for a in function.args.args
        if a.annotation and "UUID" not in ast.unparse(a.annotation)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and _names(node.targets) & set(names[:1]):
            return _is_kept(node.value) or _came_through_the_gate(node.value, function)
    return bool(names) and names[0] in given & typed


def _names(targets: list[ast.expr]) -> set[str]:
    return {
        node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)
    }


def _is_kept(value: ast.expr) -> bool:
    """A row that a helper of the same module found; the helper is looked at itself."""
    return any(
        ast.unparse(node.func).startswith("_") and ast.unparse(node.args[0]) == "request"
        for node in ast.walk(value)
        if isinstance(node, ast.Call) and node.args
    )


def test_nobody_below_the_edge_reads_the_clock() -> None:
    edge = {"clock.py", "middleware.py", "jobs.py"}
    reading = [
        source.where(path, call)
        for path in source.files(
            "audit", "protection", "accounts", "providers", "referrals", "outcomes"
        )
        if path.name not in edge and "management" not in path.parts
        for call in source.calls(path)
        if ast.unparse(call.func)
        in {
            "datetime.now",
            "timezone.now",
            "date.today",
            "timezone.localdate",
            "datetime.utcnow",
            "time.time",
        }
    ]
    assert reading == []


@pytest.mark.parametrize(
    "model", apps.get_models(include_auto_created=True), ids=lambda model: model._meta.label
)
def test_every_column_says_what_it_is(model: type) -> None:
    label = label_of(model)
    columns = {field.name for field in model._meta.local_concrete_fields}  # type: ignore[attr-defined]  # Django's model API
    assert label.columns == columns
    assert not label.personal & label.plain
    assert label.wall in WALLS
    assert label.grants in GRANTS
    assert label.retention


def test_only_the_officers_readers_and_the_wall_see_raw_sql() -> None:
    allowed = {"audit", "protection", "deploy"}
    raw = [
        source.where(path)
        for path in source.files()
        if path.relative_to(source.ROOT).parts[0] not in allowed
        for call in source.calls(path)
        if ast.unparse(call.func).endswith("cursor.execute")
    ]
    assert sorted(raw) == BY_HAND


# Who acts is asked before every page, in one statement of open tables. And a sequence has no model:
# the number behind a Merkwort is drawn with one line of SQL.
BY_HAND = ["accounts/actor.py", "referrals/families/models.py"]
