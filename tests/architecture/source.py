"""The source of the service, read as text and trees, for tests that hold its rules."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("audit", "protection", "accounts", "providers", "referrals", "outcomes", "deploy")
SLICED = ("providers", "referrals")


@cache
def files(*apps: str) -> tuple[Path, ...]:
    """Give every module of these apps (all, when none is named), migrations left out."""
    found = (path for app in apps or APPS for path in (ROOT / app).rglob("*.py"))
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


def templates() -> tuple[Path, ...]:
    """Give every template of the service."""
    return tuple(sorted(path for app in APPS for path in (ROOT / app).rglob("templates/**/*.html")))


@cache
def tree(path: Path) -> ast.Module:
    """Parse one module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def rooms(name: str) -> tuple[Path, ...]:
    """Give every module that is this room of a slice."""
    return tuple(
        path for path in files() if path.name == f"{name}.py" and "deploy" not in path.parts
    )


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Give the functions at the top of a module."""
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef):
            yield node


def calls(path: Path) -> Iterator[ast.Call]:
    """Give every call in a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node


def where(path: Path, node: ast.AST | None = None) -> str:
    """Name a place so that a reader finds it."""
    line = f":{getattr(node, 'lineno', 0)}" if node is not None else ""
    return f"{path.relative_to(ROOT)}{line}"


def decorators(function: ast.FunctionDef) -> set[str]:
    """Give the names of a function's decorators."""
    return {
        ast.unparse(decorator).split("(")[0].rsplit(".", 1)[-1]
        for decorator in function.decorator_list
    }
