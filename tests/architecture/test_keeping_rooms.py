"""Every slice has the same rooms, and only those; files stay short; the words of the work stay in
their rooms.
"""

import ast

import pytest
from django.conf import settings

from tests.architecture import source

ROOMS = {
    *("__init__", "models", "events", "flow", "access", "sheets", "printing", "actions", "forms"),
    *("views", "urls", "jobs", "mails", "sums", "adapters", "middleware", "apps", "hooks"),
}
# Rooms that only one app has: the mechanisms of the lower floors, and arithmetic of reports.
OWN_ROOMS = {
    "audit": {
        *("alone", "findings"),
        *("checkpoints", "clock", "deeds", "envelopes", "examiner", "flows", "keyfiles", "notes"),
        *("erased", "policy", "reader", "ways", "words"),
        *("sealer", "streams", "trail", "tree", "verifier"),
    },
    "protection": {
        *(
            "contents",
            "examining",
            "files",
            "isolation",
            "keys",
            "labels",
            "letters",
            "paper",
            "pdf",
        ),
        *("press", "rotation", "scanning", "sealing", "synthetic", "vault", "wall"),
        *("blind", "drilling", "resealing", "shares"),
        *("erasing", "retention"),
    },
    "accounts": {"actor", "roles"},
    "outcomes": {
        *("attacking", "census", "choosing", "coarsening", "counting", "figures", "protected"),
        *("insiders", "naming", "ratios", "relations", "suppression", "tables", "thresholds"),
        *("trying", "unknowns", "waiting"),
    },
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
        # The verifier in one file is made from short ones.
        if path.name != "verify_trail_alone.py"
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    ]
    assert too_long == []


def test_every_module_says_what_belongs_into_it() -> None:
    silent = [
        source.where(path)
        for path in source.files()
        if source.tree(path).body and ast.get_docstring(source.tree(path)) is None
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


def test_the_request_is_known_to_pages_and_their_edge_only() -> None:
    knowing = [
        source.where(path, argument)
        for path in source.files("providers", "referrals", "outcomes")
        for function in ast.walk(source.tree(path))
        if isinstance(function, ast.FunctionDef) and path.name not in {"views.py", "middleware.py"}
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
            # The big seeds write rows as the office, as their one file says.
            if ast.unparse(call.func).endswith(("as_office", "on_behalf_of"))
            and "seed" not in path.parts
        }
    )
    assert crossing == ACROSS


# Deeds in which one organisation's act has an effect on rows of another; read each of them before
# adding one.
ACROSS = [
    "referrals/aids/actions.py",
    "referrals/answers/actions.py",
    "referrals/choices/actions.py",
    "referrals/conflicts/actions.py",
    "referrals/disclosures/actions.py",
    "referrals/easings/actions.py",
    "referrals/endings/actions.py",
    "referrals/enquiries/actions.py",
    "referrals/readings/actions.py",
    "referrals/recipients/actions.py",
    "referrals/releases/actions.py",
]


def test_only_deeds_about_what_was_confided_stand_as_its_author() -> None:
    standing = {
        (str(path.relative_to(source.ROOT)), function.name)
        for path in source.files()
        for function in ast.walk(source.tree(path))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("as_author")
    }
    deeds = "referrals/confidences/actions.py"
    assert standing == {(deeds, "_hand"), (deeds, "_open")}


def test_who_may_is_asked_in_its_own_room_and_answered_with_yes_or_no() -> None:
    """A rule is a sentence: it refuses nothing itself, reads no request and writes nothing."""
    odd = [
        source.where(path, function)
        for path in source.files()
        for function in ast.walk(source.tree(path))
        if isinstance(function, ast.FunctionDef)
        and function.name.startswith("may_")
        and (
            path.name != "access.py"
            or ast.unparse(function.returns or ast.Constant(None)) not in {"bool", "Q"}
            or any(isinstance(node, ast.Raise) for node in ast.walk(function))
        )
    ]
    assert odd == []


def test_a_refusal_becomes_a_sentence_on_a_page_and_nowhere_else() -> None:
    catching = [
        source.where(path, node)
        for path in source.files("providers", "referrals", "outcomes", "accounts")
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.ExceptHandler)
        and "NotPossibleError" in ast.unparse(node.type or ast.Constant(None))
        and path.name not in {"views.py", "forms.py"}
        and "commands" not in path.parts
    ]
    assert catching == []


def test_signals_are_received_in_one_module() -> None:
    receiving = {
        source.where(path)
        for path in source.files()
        for call in source.calls(path)
        if ast.unparse(call.func).rsplit(".", 1)[-1] == "receiver"
    }
    assert receiving == {"accounts/hooks.py"}


def test_forms_are_plain() -> None:
    made_from_rows = [
        source.where(path, node)
        for path in source.files()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.ClassDef)
        and any("ModelForm" in ast.unparse(base) for base in node.bases)
    ]
    assert made_from_rows == []


def test_forms_can_be_shown_again_with_what_was_typed() -> None:
    others = [
        source.where(path, node)
        for path in source.files()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.ClassDef)
        and "forms.Form" in {ast.unparse(base) for base in node.bases}
    ]
    assert [place for place in others if not place.startswith("audit/forms.py")] == []


def test_nobody_asks_for_permissions_that_know_no_end() -> None:
    asking = [
        source.where(path, node)
        for path in source.files()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Attribute | ast.Name)
        and (getattr(node, "attr", None) or getattr(node, "id", None))
        in {"has_perm", "has_perms", "get_objects_for_user", "user_passes_test"}
    ]
    assert asking == []


def test_pages_that_need_no_signing_in_are_listed() -> None:
    public = sorted(
        f"{source.where(path)} {function.name}"
        for path in (*source.rooms("views"), source.ROOT / "deploy" / "pages.py")
        for function in source.functions(path)
        if "login_not_required" in source.decorators(function)
    )
    assert public == PUBLIC
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE


PUBLIC = [
    "accounts/single_sign_on/views.py come_back",
    "accounts/single_sign_on/views.py start",
    "accounts/views.py demo_people",
    "accounts/views.py invitation",
    "accounts/views.py sign_in",
    "deploy/pages.py about",
    "deploy/pages.py accessibility",
]


@pytest.mark.parametrize("room", ["access", "actions", "flow", "forms", "models", "views"])
def test_what_stands_in_a_room_says_what_it_is_for(room: str) -> None:
    silent = [
        f"{source.where(path, node)} {node.name}"
        for path in source.rooms(room)
        for node in source.tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert silent == []


@pytest.mark.parametrize("app", source.APPS)
def test_functions_are_short(app: str) -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for path in source.files(app)
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 9
    assert lengths[-1] <= 50


def test_pages_are_thin() -> None:
    thick = [
        source.where(path, function)
        for path in source.rooms("views")
        for function in source.functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > THICKEST
    ]
    assert thick == []


# A page with a form that can be refused; the usual page has half of that.
THICKEST = 32


def test_no_page_is_put_together_after_the_commit() -> None:
    late = [
        source.where(path, node)
        for path in source.files()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.ImportFrom)
        and {"TemplateResponse", "StreamingHttpResponse"} & {name.name for name in node.names}
    ]
    assert late == []
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")
