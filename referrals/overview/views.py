"""Pages that show families: the own list, the search, one family and one help in one look."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actor import Actor
from accounts.middleware import SignedInRequest
from accounts.roles import Role
from audit.deeds import must
from referrals.aids.models import Aid
from referrals.enclosures.forms import PhotoForm
from referrals.families import access
from referrals.families.models import Family
from referrals.notes.access import may_note
from referrals.overview import actions
from referrals.overview.forms import SearchForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from referrals.overview.sheets import ListLine, Overview

UNPROCESSABLE = 422
NONE_TO_READ = "Zurzeit steht hier keine Familie für Sie."


@require_GET
def families(request: SignedInRequest) -> HttpResponse:
    """District workers and leads, daily: find one of their families; providers find theirs elsewhere."""
    if request.actor.providers:
        return redirect("received")
    _must_work_with_families(request.actor)
    lines = actions.list_own(by=request.actor)
    may_open = access.may_open(request.actor)
    context = {
        "rows": _rows(lines),
        "new_href": reverse("family_new") if may_open else "",
        "empty": "Noch keine Familie. Legen Sie die erste an." if may_open else NONE_TO_READ,
    }
    return render(request, "overview/families.html", context)


@require_http_methods(["GET", "POST"])
def search(request: SignedInRequest) -> HttpResponse:
    """Whoever works with families, many times a day: find one while the telephone rings."""
    actor = request.actor
    form = SearchForm(request.POST or None)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    context: dict[str, object] = {"form": form, "asked": bool(text)}
    if actor.providers:
        context["received"] = actions.search_received(by=actor, text=text) if text else ()
    else:
        # Whoever examines a sample has it in the list and searches for nobody.
        must(actor.has(Role.CASEWORKER, Role.TEAM_LEAD))
        context["rows"] = _rows(actions.search(by=actor, text=text)) if text else []
    return render(
        request, "overview/search.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@require_GET
def family(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever works with a family, several times a day: see everything about it; note, ask, complete."""
    seen = get_object_or_404(Family.objects.visible_to(request.actor), id=family)
    sheet = actions.read(by=request.actor, family=seen)
    context = {"sheet": sheet, "links": _links(sheet, request.actor), "bases": _bases(sheet)}
    context["people"] = list(zip(sheet.family.people, sheet.calls, strict=True))
    context["photo"] = PhotoForm() if sheet.files.may_attach else None
    return render(request, "overview/family.html", context)


@require_GET
def aid(request: SignedInRequest, aid: UUID) -> HttpResponse:
    """Everyone who takes part in a help: see how it stands, and go on from there."""
    seen = get_object_or_404(
        Aid.objects.visible_to(request.actor).select_related("aid_type", "worker"), id=aid
    )
    sheet, (ending_title, ending), calls, is_named = actions.read_aid(by=request.actor, aid=seen)
    change = reverse("decision_new", args=[seen.id])
    context = {
        "sheet": sheet,
        "ending_title": ending_title,
        "ending": ending,
        "calls": calls,
        "address_href": _href("aid_address", seen.id) if is_named else "",
        "ways": _ways(seen, sheet.family, sheet.disclosure, request.actor),
        "begin_href": reverse("aid_begin", args=[seen.id]),
        "extend_href": f"{change}?art=extend",
        "change_href": f"{change}?art=change",
        "add_href": f"{change}?art=add",
        "end_href": reverse("ending_new", args=[seen.id]),
        "shares": [(share, reverse("carer_new", args=[share.id])) for share in sheet.shares],
    }
    return render(request, "aids/aid.html", context)


def _must_work_with_families(actor: Actor) -> None:
    if not actor.has(Role.CASEWORKER, Role.TEAM_LEAD, Role.AUDITOR):
        raise PermissionDenied


def _ways(aid: Aid, family: UUID | None, told: UUID | None, actor: Actor) -> list[tuple[str, str]]:
    """Give the ways on: the office to the family, decisions and hours, a provider to what it was told."""
    return [
        (reverse("family", args=[family]) if family else "", "Familie"),
        (reverse("disclosure", args=[told]) if told else "", "Angaben zur Familie"),
        (reverse("decisions", args=[aid.id]) if family else "", "Entscheidungen"),
        (reverse("aid_hours", args=[aid.id]) if family else "", "Stunden dieser Hilfe"),
        (reverse("plans"), "Hilfepläne"),
        (_href("aid_files", aid.id), "Fotos und Dateien"),
        ("" if family else _href("conflict_declare", aid.family_id), "Ich kenne diese Familie"),
        (
            _href("conflict_enter", aid.family_id) if actor.coordinates else "",
            "Befangenheit eintragen",
        ),
    ]


def _rows(lines: "Iterable[ListLine]") -> list[tuple[str, list[tuple[str, str]]]]:
    """Lay a list out as rows of a table."""
    return [
        (
            reverse("family", args=[line.family.id]),
            [
                (line.family.name, ""),
                (line.family.word, ""),
                (line.family.space, ""),
                (line.family.children, ""),
                (" · ".join(filter(None, [line.help, line.due])), ""),
                (line.family.standing or line.family.worker, ""),
            ],
        )
        for line in lines
    ]


def _links(sheet: "Overview", actor: Actor) -> dict[str, object]:
    """Give the ways on from a family, as far as this person and this installation have them."""
    family = sheet.family
    note = _href("note_new") if may_note(actor) else ""
    return {
        "note": f"{note}?familie={family.id}" if note else "",
        "enquiry": _href("enquiry_new", family.id) if family.may_keep else "",
        "address": _href("address_show", family.id),
        "files": _href("family_files", family.id),
        "more": [
            (label, href)
            for label, page, may in _more(sheet)
            if may and (href := _href(page, family.id))
        ],
    }


def _more(sheet: "Overview") -> list[tuple[str, str, bool]]:
    """Name the ways behind "Mehr": words, page, and whether this person has it."""
    family = sheet.family
    return [
        ("Person hinzufügen", "person_new", family.may_keep),
        ("Umzug eintragen", "family_move", family.may_keep),
        ("Am Telefon: was gilt", "call_word", family.may_keep),
        ("Grundlage festhalten", "basis_new", family.may_keep),
        ("Unterlagen freigeben", "disclosure_direct", family.may_keep),
        (
            "Schutz der Anschrift" if sheet.shield else "Anschrift schützen",
            "shield",
            family.may_keep or family.may_hand_over,
        ),
        ("Informationsblatt", "information", family.may_keep),
        ("Wer hat was erfahren?", "receipt", family.may_keep),
        ("Falsche Angaben", "corrections", family.may_keep),
        ("Zweite Fachkraft", "second_worker", family.may_keep or family.may_hand_over),
        ("Familie übergeben", "family_hand_over", family.may_hand_over),
        ("Versiegeltes öffnen lassen", "unsealing_new", bool(sheet.notes.is_sealed)),
        ("Besondere Zugriffe", "grants", family.may_keep or family.may_hand_over),
        ("Von anderen gelesen", "family_readings", family.is_responsible),
        ("Ich kenne diese Familie", "conflict_declare", True),
        (
            "Abgeschlossener Vorgang" if family.closed_on else "Vorgang abschließen",
            "closing",
            family.may_keep,
        ),
        ("Befangenheit eintragen", "conflict_enter", family.may_hand_over),
    ]


def _bases(sheet: "Overview") -> list[dict[str, object]]:
    """Lay the grounds out as cards, with the deed that withdraws one."""
    return [
        {
            "title": basis.topic,
            "lines": [f"für {basis.recipient}", f"{basis.kind}: {basis.source}", basis.days],
            "badge": basis.state,
            "badge_kind": basis.state_kind,
            "verb": "Widerruf festhalten" if basis.may_withdraw else "",
            "href": _href("basis_withdraw", basis.id) if basis.may_withdraw else "",
        }
        for basis in sheet.bases
    ]


def _href(page: str, *things: UUID) -> str:
    """Give the address of a page, or nothing where this installation does not have it."""
    try:
        return reverse(page, args=things)
    except NoReverseMatch:
        return ""
