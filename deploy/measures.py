"""The list of technical and organisational measures, each with the place that does it and the test that shows it."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

TITLE = "# Technische und organisatorische Maßnahmen\n"
BEGINNING = """
Nach DSGVO Art. 32, SGB X § 67b (1) und BDSG § 22 (2). Jede Maßnahme nennt die Stelle im Programm, die sie umsetzt, und
die Prüfung, die bei jeder Änderung läuft und ohne sie scheitert. Fehlt eine Stelle oder eine Prüfung, entsteht diese
Seite nicht. Die Liste steht in `deploy/measures.toml`.
"""
# What no program can do for a town.
TOWN = (
    "TLS 1.3 vor dem Dienst, Zugang nur aus den vorgesehenen Netzen",
    "Sicherungen täglich, verschlüsselt, getrennt von der Datei der Schlüssel, nach 35 bis 90 Tagen überschrieben",
    "Wiederherstellung einmal im Quartal geübt, mit `manage.py key_drill` und `manage.py erase_overdue --again`",
    "Zweiter Ort der Siegel auf einem anderen Rechner (`HILFENETZ_CHECKPOINT_DIR_2`)",
    "Virenscanner mit täglichen Signaturen (`HILFENETZ_CLAMD`)",
    "Personal des Rechenzentrums auf das Geheimnis verpflichtet (StGB § 203 (4))",
    "Diensttelefone mit Sperre und Verschlüsselung; Fotos nicht im Album",
    "Einweisung neuer Mitarbeitender, auch der Träger",
)


class UnprovenError(Exception):
    """A measure names a place or a test that is not there."""


def page() -> str:
    """Write the list as a page.

    Raises:
        UnprovenError: a measure names a place or a test that is not there.
    """
    base = Path(settings.BASE_DIR)
    parts = [TITLE, BEGINNING.strip()]
    for goal in tomllib.loads((base / "deploy" / "measures.toml").read_text("utf-8"))["goal"]:
        parts += [f"\n## {goal['title']}\n", "| Maßnahme | Wo | Prüfung |", "|---|---|---|"]
        parts += [_row(base, measure) for measure in goal["measure"]]
    parts += ["\n## Was die Stadt selbst tut\n", "| Maßnahme | Stand |", "|---|---|"]
    return "\n".join([*parts, *(f"| {what} | [einsetzen] |" for what in TOWN), ""])


def _row(base: Path, measure: dict[str, Any]) -> str:
    what = " ".join(measure["what"].split())
    for place in measure["places"]:
        if not (base / place).exists():
            raise UnprovenError(f"{what} {place}")
    where = "<br>".join(f"`{place}`" for place in measure["places"])
    proofs = "<br>".join(_proofs(base, what, measure["tests"]))
    return f"| {what} | {where} | {proofs} |"


def _proofs(base: Path, what: str, names: list[str]) -> Iterator[str]:
    if not names:
        raise UnprovenError(what)
    for name in names:
        file, _, test = name.partition("::")
        path = f"tests/{file}.py"
        if f"test_{test}" not in _tests(base / path):
            raise UnprovenError(f"{what} {path}: {test}")
        yield f"`{path}`: {test.replace('_', ' ')}"


@cache
def _tests(path: Path) -> frozenset[str]:
    """Give the names of the tests in a file; none when it is not there."""
    tree = ast.parse(path.read_text(encoding="utf-8") if path.exists() else "")
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
