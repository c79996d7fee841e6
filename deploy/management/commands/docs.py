"""manage.py docs: writes the pages of docs/ and the one program that are made from the code, or compares them."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.roles import PROVIDER_ROLES, TEAM_ROLES, Role
from audit.flows import Flow, all_flows
from deploy import deletion, measures, processing
from protection.labels import Label, all_labels
from referrals.readings.sums import KEPT_DAYS

HEAD = "<!-- Made by `manage.py docs`; change the code, not this page. -->\n"
INTRODUCTION = (
    "From the labels on the models: who may load a row at all, what the web may do with rows, which"
    " columns speak of people (all of them sealed unless they speak of staff), and the retention"
    " class.\n"
)
# The last one speaks for the whole.
ALONE = ("tree", "notes", "findings", "verifier", "alone")
ALONE_HEAD = "#!/usr/bin/env python3\n# Made by `manage.py docs` from audit/; change the parts, not this file.\n"
KEPT = (
    "`manage.py retire_entries`, as the owner, removes sealed entries that are older; their leaves stay, and an entry"
    " says which they were.\n"
)
APPS = ("accounts", "providers", "referrals", "outcomes")
RULES = (
    "From the `access.py` of every slice. `visible_to` and its like say which rows reach somebody's"
    " pages, `may_…` who may do something; both are asked by the page and again by the deed. What a"
    " conflict of interest keeps away comes last and beats everything. Which page opens for whom, with"
    " every relation, stands in `tests/matrix/expected.py`, and the suite asks for all of them.\n"
)
WALLS = {
    "office": "nur das Jugendamt",
    "provider": "Jugendamt und der eine Träger",
    "closable": "Jugendamt und der eine Träger, bis die Zeile geschlossen ist",
    "own": "nur der eine Träger",
    "shared": "Jugendamt und die genannten Träger",
    "circle": "der Kreis des Schlüssels",
    "entry": "lesen nur das Jugendamt, schreiben alle",
    "author": "nur die Person, die es geschrieben hat",
    "named": "nur benannte Personen und ihre Vertretung",
    "open": "alle Angemeldeten (kein Bezug zu Familien)",
}
GRANTS = {
    "read": "lesen",
    "append": "lesen, anfügen",
    "edit": "lesen, anfügen, ändern",
    "all": "lesen, anfügen, ändern, löschen",
}


class Command(BaseCommand):
    """Keeps the pages about states and tables in step with the code."""

    help = "Schreibt docs/flows.md und docs/tables.md; mit --check vergleicht es nur."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the switch that only compares."""
        parser.add_argument("--check", action="store_true")

    def handle(self, **options: Any) -> None:
        """Write each page, or refuse when one is not current."""
        for name, write in MADE.items():
            path = Path(settings.BASE_DIR) / name
            text = write()
            if not options["check"]:
                path.write_text(text, encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError(f"{name} ist nicht aktuell. Bitte: manage.py docs")


def flows() -> str:
    """Draw every table of states."""
    parts = [
        "# States and steps\n",
        "Each table says which state may follow which; no other step is possible.\n",
    ]
    parts += [_flow(flow) for flow in all_flows()]
    return "\n".join(parts)


def _flow(flow: Flow) -> str:
    lines = [f"## {flow.title} (`{flow.name}`)\n", "| From | To |", "|---|---|"]
    for state, following in flow.steps.items():
        begin = " (first)" if state == str(flow.first) else ""
        ends = ", ".join(flow.words[name] for name in flow.words if name in following)
        lines.append(f"| {flow.words[state]}{begin} | {ends or '–'} |")
    return "\n".join([*lines, ""])


def tables() -> str:
    """List every table with its wall, its grants and its columns about people."""
    lines = [
        "# Tables\n",
        INTRODUCTION,
        "| Table | Row policy | Grants | Columns about people | Retention |",
        "|---|---|---|---|---|",
    ]
    lines += [_table(label) for label in sorted(all_labels(), key=lambda label: label.table)]
    lines += ["", "## Entries of the trail\n", KEPT, "| Kind | Days |", "|---|---|"]
    lines += [f"| {kind.label} (`{kind}`) | {days} |" for kind, days in KEPT_DAYS.items()]
    return "\n".join([*lines, ""])


def _table(label: Label) -> str:
    personal = ", ".join(sorted(label.personal)) or "–"
    wall, grants = WALLS[label.shape], GRANTS[label.grants]
    return f"| `{label.table}` | {wall} | {grants} | {personal} | {label.retention} |"


def access() -> str:
    """List every rule of who may see and who may do, as the code itself says it."""
    parts = ["# Who may see and do what\n", RULES]
    parts += ["| Role | Place |", "|---|---|"]
    parts += [
        f"| {role.label} (`{role}`) | {_place(role)} |" for role in Role if role != Role.CLOCK
    ]
    parts.append("")
    base = Path(settings.BASE_DIR)
    for room in sorted(room for app in APPS for room in (base / app).rglob("access.py")):
        if rules := list(_rules(room)):
            name = ".".join(room.parent.relative_to(base).parts)
            parts += [f"## {name}\n", "| Rule | Who |", "|---|---|", *rules, ""]
    return "\n".join(parts)


def _place(role: Role) -> str:
    if role in PROVIDER_ROLES:
        return "one provider"
    return "a team of the office" if role in TEAM_ROLES else "the office"


def _rules(room: Path) -> Iterator[str]:
    """Read the public rules of one room: what they are called and the sentence they carry."""
    for node in ast.parse(room.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            sentence = " ".join((ast.get_docstring(node) or "").split())
            yield f"| `{node.name}` | {sentence} |"


def verifier() -> str:
    """Put the verifier of the trail into one file, for another computer: its parts behind each other, without the
    lines by which they ask for one another.
    """
    asked: set[tuple[str, str]] = set()
    bodies, head = [], ""
    for name in ALONE:
        source = (Path(settings.BASE_DIR) / "audit" / f"{name}.py").read_text(encoding="utf-8")
        first, *rest = ast.parse(source).body
        lines = source.splitlines()
        head = "\n".join(lines[: first.end_lineno])
        asking = [node for node in rest if isinstance(node, ast.Import | ast.ImportFrom)]
        asked.update(pair for node in asking for pair in _asked(node))
        bodies.append("\n".join(lines[asking[-1].end_lineno :]).strip())
    return "\n\n\n".join([f"{ALONE_HEAD}{head}\n\n{_imports(asked)}", *bodies]) + "\n"


def _asked(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """Give what an import asks of whom; our own parts need not be asked."""
    place = node.module or "" if isinstance(node, ast.ImportFrom) else ""
    if not place.startswith("audit"):
        yield from ((place, alias.name) for alias in node.names)


def _imports(asked: set[tuple[str, str]]) -> str:
    """Write each module once, with everything that is asked of it."""
    lines = [f"import {name}" for place, name in sorted(asked) if not place]
    for place in sorted({place for place, _ in asked if place}):
        names = sorted(name for module, name in asked if module == place)
        lines += [f"from {place} import {', '.join(names)}"]
    return "\n".join(lines)


def _page(write: Callable[[], str]) -> Callable[[], str]:
    return lambda: HEAD + write()


MADE: dict[str, Callable[[], str]] = {
    "docs/access.md": _page(access),
    "docs/deletion.md": _page(deletion.concept),
    "docs/flows.md": _page(flows),
    "docs/measures.md": _page(measures.page),
    "docs/processing-record.md": _page(processing.record),
    "docs/tables.md": _page(tables),
    "deploy/verify_trail_alone.py": verifier,
}
