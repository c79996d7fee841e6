"""On which days a role holds is said in one place; whoever words it again forgets what ended today."""

import ast

from tests.architecture import source

DAYS = ("since_on__", "until_on__lt", "until_on__gt")
ROLES = {"Mandate", "mandates"}
THE_PLACE = "accounts/roles.py"


def _names(function: ast.AST) -> set[str]:
    nodes = list(ast.walk(function))
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    return named | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _filters(function: ast.AST) -> set[str]:
    """Give the days by which a function filters; what begins with `from_on` is no role."""
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    given = ({keyword.arg or "" for keyword in call.keywords} for call in calls)
    named = (one for one in given if not any(name.startswith("from_on") for name in one))
    return {name for one in named for name in one if name.startswith(DAYS)}


def test_nobody_filters_roles_by_days_but_the_one_place() -> None:
    found = [
        f"{source.where(path, function)} {function.name}"
        for path in source.files()
        if str(path.relative_to(source.ROOT)) != THE_PLACE
        for function in ast.walk(source.tree(path))
        if isinstance(function, ast.FunctionDef)
        if ROLES & _names(function) and _filters(function)
    ]
    assert found == []
