"""Every slice has the same rooms, and only those; files stay short; the words of the work stay in their rooms."""

import ast

import pytest

from tests.architecture import source

ROOMS = {
    *("__init__", "models", "events", "flow", "access", "sheets", "printing", "actions", "forms"),
    *("views", "urls", "jobs", "mails", "sums", "adapters", "middleware", "apps", "hooks"),
}
# Rooms that only one app has: the mechanisms of the lower floors, and arithmetic of reports.
OWN_ROOMS = {
    "audit": {
        "checkpoints",
        "clock",
        "deeds",
        "flows",
        "notes",
        "sealer",
        "streams",
        "trail",
        "tree",
        "verifier",
    },
    "protection": {"keys", "labels", "paper", "sealing", "wall"},
    "accounts": {"actor", "roles"},
    "outcomes": {"protected", "relations", "suppression", "tables", "thresholds"},
}
LONGEST = 300


@pytest.mark.parametrize("app", [app for app in source.APPS if app != "deploy"])
def test_a_slice_has_only_rooms_that_everybody_knows(app: str) -> None:
    known = ROOMS | OWN_ROOMS.get(app, set())
    strangers = [
        source.where(path)
        for path in source.files(app)
        if path.stem not in known and not {"management", "words"} & set(path.parts)
    ]
    assert strangers == []


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    too_long = [
        f"{source.where(path)}: {lines}"
        for path in source.files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    ]
    assert too_long == []


def test_every_module_says_what_belongs_into_it() -> None:
    silent = [
        source.where(path)
        for path in source.files()
        if ast.get_docstring(source.tree(path)) is None
    ]
    assert silent == []


def test_envelopes_are_opened_in_sheets_only() -> None:
    opening = [
        source.where(path, call)
        for path in source.files()
        for call in source.calls(path)
        if path.name not in {"sheets.py", "sealing.py"}
        and ast.unparse(call.func).rsplit(".", 1)[-1] in {"reveal", "opened"}
    ]
    assert opening == []


def test_the_request_is_known_to_views_only() -> None:
    knowing = [
        source.where(path, argument)
        for path in source.files("providers", "referrals", "outcomes")
        for function in ast.walk(source.tree(path))
        if isinstance(function, ast.FunctionDef) and path.name != "views.py"
        for argument in function.args.args
        if argument.arg == "request"
    ]
    assert knowing == []


def test_what_crosses_organisations_is_listed() -> None:
    crossing = sorted(
        {
            str(path.relative_to(source.ROOT))
            for path in source.files()
            for call in source.calls(path)
            if ast.unparse(call.func).endswith("as_office")
        }
    )
    assert crossing == ACROSS


# Deeds in which one organisation's act has an effect on rows of another; read each of them before adding one.
ACROSS = [
    "referrals/aids/actions.py",
]
