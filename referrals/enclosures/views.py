"""Pages on which photographs and files are added, found and opened."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from audit.forms import Restored
from referrals.aids.models import Aid
from referrals.enclosures import actions
from referrals.enclosures.forms import EnclosureForm, WhichForm
from referrals.enclosures.models import Enclosure
from referrals.families.models import Family
from referrals.notes.models import Note

if TYPE_CHECKING:
    from referrals.enclosures.sheets import EnclosuresSheet

UNPROCESSABLE = 422
SAVED = "Gespeichert, wird geprüft. Danach sehen es auch die anderen."
# Whatever a file holds, the browser runs nothing of it.
SANDBOX = "default-src 'none'; sandbox"


@require_http_methods(["GET", "POST"])
def family_files(request: SignedInRequest, family: UUID) -> HttpResponse:
    """District workers, after a visit: take one photograph after the other; find what is there."""
    seen = get_object_or_404(Family.objects.visible_to(request.actor), id=family)
    form, note = _form(request), _note(request, seen)
    if form.is_valid() and _kept(request, form, family=seen, note=note):
        return redirect("family_files", family=seen.id)
    sheet = actions.show(by=request.actor, family=seen)
    return _page(request, sheet, form, reverse("family", args=[seen.id]), is_note=bool(note))


@require_http_methods(["GET", "POST"])
def aid_files(request: SignedInRequest, aid: UUID) -> HttpResponse:
    """Everyone who shares a help, now and then: what belongs to its plan, on paper or in a picture."""
    seen = get_object_or_404(Aid.objects.visible_to(request.actor), id=aid)
    form = _form(request)
    if form.is_valid() and _kept(request, form, aid=seen):
        return redirect("aid_files", aid=seen.id)
    sheet = actions.show_of_aid(by=request.actor, aid=seen)
    return _page(request, sheet, form, reverse("aid", args=[seen.id]), is_note=False)


@require_GET
def enclosure(request: SignedInRequest, enclosure: UUID) -> HttpResponseBase:
    """Whoever may see it, now and then: save a photograph or a file under a name that names nobody."""
    found = _enclosure(request, enclosure)
    try:
        opened = actions.open_enclosure(by=request.actor, enclosure=found)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
        return _list(found)
    # Its chunks come from the disk alone, with a key that is open already: no row is asked any more.
    response = FileResponse(opened.chunks, content_type=opened.type)
    response.headers["Content-Length"] = str(opened.size)
    named = content_disposition_header(as_attachment=True, filename=opened.name)
    response.headers["Content-Disposition"] = named or "attachment"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@require_POST
def remove(request: SignedInRequest, enclosure: UUID) -> HttpResponse:
    """The author, rarely: take back what was added by mistake, or take note of malware."""
    found = _enclosure(request, enclosure)
    try:
        actions.remove(by=request.actor, enclosure=found)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, "Entfernt.")
    return _list(found)


def _form(request: SignedInRequest) -> EnclosureForm:
    return EnclosureForm(request.POST or None, request.FILES or None)


def _note(request: SignedInRequest, family: Family) -> Note | None:
    """Find the note of an address; one that is not there for this person is not there."""
    chosen = WhichForm(request.GET).note()
    if not chosen:
        return None
    return get_object_or_404(Note.objects.visible_to(request.actor), id=chosen, family=family)


def _kept(request: SignedInRequest, form: EnclosureForm, **where: Any) -> bool:
    """Keep what was sent; where it is refused, say so beside its field."""
    keep = actions.attach_to_aid if "aid" in where else actions.attach
    try:
        keep(by=request.actor, **where, **form.cleaned_data)
    except AlreadyDoneError as done:
        messages.info(request, done.sentence)
    except NotPossibleError as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return False
    else:
        messages.success(request, SAVED)
    return True


def _page(
    request: SignedInRequest,
    sheet: "EnclosuresSheet",
    form: EnclosureForm,
    back: str,
    *,
    is_note: bool,
) -> HttpResponse:
    lines = [
        (
            line,
            reverse("enclosure", args=[line.id]),
            reverse("enclosure_remove", args=[line.id]),
        )
        for line in sheet.lines
    ]
    context = {"sheet": sheet, "lines": lines, "form": form, "back": back, "is_note": is_note}
    # A text that comes while the page is locked is kept; a file is not.
    context["is_lost"] = isinstance(form.data, Restored)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "enclosures/enclosures.html", context, status=status)


def _enclosure(request: SignedInRequest, enclosure: UUID) -> Enclosure:
    rows = Enclosure.objects.visible_to(request.actor).select_related("lock")
    return get_object_or_404(rows, id=enclosure)


def _list(found: Enclosure) -> HttpResponse:
    """Lead to the list in which it stands."""
    if found.aid_id:
        return redirect("aid_files", aid=found.aid_id)
    return redirect("family_files", family=found.family_id)
