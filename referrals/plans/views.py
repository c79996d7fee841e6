"""Pages on which a care plan is written, agreed on and put in force."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from audit.forms import OnceForm
from referrals.aids.models import Aid
from referrals.plans import access, actions, forms, sums
from referrals.plans.flow import AGREED, Word
from referrals.plans.models import Goal, Version

UNPROCESSABLE = 422
STATE = "Stand festhalten"
WHOLE = "alle Texte und Aufgaben dieser Fassung"
BACK = "Die Fassung ist wieder in Arbeit."
SIGN_AGAIN = "Die Unterschriften galten dem früheren Text. Bitte halten Sie sie danach neu fest."


@require_GET
def version(request: SignedInRequest, version: UUID) -> HttpResponse:
    """Everyone who shares a help, before and after each meeting: read a version of its plan."""
    sheet = actions.read(by=request.actor, version=_version(request, version))
    return render(request, "plans/version.html", {"sheet": sheet, "words": Word.choices})


@require_http_methods(["GET", "POST"])
def plan_new(request: SignedInRequest, aid: UUID) -> HttpResponse:
    """The worker, once for each help: begin its plan."""
    begun = get_object_or_404(Aid.objects.visible_to(request.actor), id=aid)
    if not access.may_begin(request.actor, begun):
        raise PermissionDenied
    form = forms.DaysForm(request.POST or None, initial={"meeting_on": request.actor.today})
    if made := _done(form, lambda: actions.begin(by=request.actor, aid=begun, **form.cleaned_data)):
        return redirect("version", version=made.id)
    words = {"title": "Gespräch beginnen", "submit": "Hilfeplan beginnen"}
    return _page(request, form, preline=begun.word, back=reverse("plans"), **words)


@require_http_methods(["GET", "POST"])
def write(request: SignedInRequest, version: UUID) -> HttpResponse:
    """The worker, during and after the meeting: write the texts; two writers see both texts."""
    draft = _kept(request, version)
    form = forms.TextsForm(request.POST or None)
    if _done(form, lambda: actions.write(by=request.actor, version=draft, **form.cleaned_data)):
        messages.success(request, "Die Texte sind gespeichert.")
        return redirect("version", version=draft.id)
    sheet = actions.read(by=request.actor, version=draft)
    theirs = form.catch_up(sheet.edit, sheet.texts) if form.is_bound else []
    if not form.is_bound:
        days = {"meeting_on": draft.meeting_on, "review_on": draft.review_on}
        form = forms.TextsForm(initial={**sheet.texts, **days, "edit": sheet.edit})
    words = {"preline": f"Hilfeplan {sheet.word}", "back": _href(draft, "")}
    return _page(request, form, template="plans/texts.html", theirs=theirs, **words)


@require_http_methods(["GET", "POST"])
def goal_new(request: SignedInRequest, version: UUID) -> HttpResponse:
    """The worker, some times in a meeting: take up a goal."""
    draft = _kept(request, version)
    form, back = forms.NewGoalForm(request.POST or None), _href(draft, "ziele")
    deed = partial(actions.add_goal, by=request.actor, version=draft)
    if _added(request, form, deed):
        return redirect(back)
    verb = "Ziel aufnehmen"
    return _page(request, form, template="plans/goal.html", title=verb, submit=verb, back=back)


@require_http_methods(["GET", "POST"])
def goal_reword(request: SignedInRequest, version: UUID, goal: UUID) -> HttpResponse:
    """The worker, now and then: word a goal differently; two writers see both texts."""
    draft, form = _kept(request, version), forms.RewordForm(request.POST or None)
    kept = _goal(draft, goal)
    deed = partial(actions.reword_goal, by=request.actor, version=draft, goal=kept)
    if _done(form, lambda: deed(**form.cleaned_data)):
        return _back_to(draft, "ziele")
    sheet = actions.read(by=request.actor, version=draft)
    block = next(block for block in sheet.goals if block.id == kept.id)
    theirs = form.catch_up(block.edit, {"text": block.text}) if form.is_bound else []
    if not form.is_bound:
        form = forms.RewordForm(initial={"text": block.text, "edit": block.edit})
    words = {"title": f"Ziel {block.number} anders fassen", "submit": "Ziel speichern"}
    words |= {"template": "plans/goal.html", "back": _href(draft, "ziele")}
    return _page(request, form, theirs=theirs, **words)


@require_POST
def goal_remove(request: SignedInRequest, version: UUID, goal: UUID) -> HttpResponse:
    """The worker, now and then: take a goal out of a draft again that was taken up by mistake."""
    draft = _kept(request, version)
    kept = get_object_or_404(draft.plan.goals.filter(wordings__version=draft), id=goal)
    deed = partial(actions.remove_goal, by=request.actor, version=draft, goal=kept)
    return _do(request, draft, "ziele", deed, f"Ziel {kept.number} ist entfernt.")


@require_http_methods(["GET", "POST"])
def task_new(request: SignedInRequest, version: UUID, goal: UUID) -> HttpResponse:
    """The worker, for each goal: note who does what by when."""
    draft, form = _kept(request, version), forms.TaskForm(request.POST or None)
    kept = _goal(draft, goal)
    deed = partial(actions.add_task, by=request.actor, version=draft, goal=kept)
    if _added(request, form, deed):
        return _back_to(draft, "ziele")
    title, submit = f"Aufgabe zu Ziel {kept.number}", "Aufgabe vereinbaren"
    return _page(request, form, title=title, submit=submit, back=_href(draft, "ziele"))


@require_POST
def task_remove(request: SignedInRequest, version: UUID, task: UUID) -> HttpResponse:
    """The worker, now and then: take a task out of a draft again."""
    draft = _kept(request, version)
    kept = get_object_or_404(draft.tasks, id=task)
    return _do(request, draft, "ziele", lambda: actions.remove_task(by=request.actor, task=kept))


@require_http_methods(["GET", "POST"])
def circulate(request: SignedInRequest, version: UUID) -> HttpResponse:
    """The worker, after each meeting: look at who will read the draft, and give it to them."""
    draft = _kept(request, version)
    form = forms.SeenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        deed = partial(actions.circulate, by=request.actor, version=draft, **form.cleaned_data)
        return _do(request, draft, "", deed, "Die Fassung ist zur Durchsicht gegeben.")
    sheet = actions.read(by=request.actor, version=draft)
    if again := _look_again(request, draft, sheet.changes, form):
        return again
    form = forms.SeenForm(initial={"seen": sheet.changes})
    rows = [("Gespräch", sheet.meeting), ("Ziele", str(len(sheet.goals))), ("Texte", WHOLE)]
    context = {"recipients": sheet.partners.split(", "), "rows": rows, "back": _href(draft, "")}
    return render(request, "plans/circulate.html", {"form": form, **context})


@require_POST
def take_back(request: SignedInRequest, version: UUID) -> HttpResponse:
    """The worker, when somebody found something: take a version back to work."""
    draft = _kept(request, version)
    deed = partial(actions.take_back, by=request.actor, version=draft)
    signed = draft.signatures.filter(state__in=AGREED).exists()
    return _do(request, draft, "", deed, f"{BACK} {SIGN_AGAIN}" if signed else BACK)


@require_http_methods(["GET", "POST"])
def signature_new(request: SignedInRequest, version: UUID) -> HttpResponse:
    """The worker, for each person: note how they stand to a version."""
    kept, form = _kept(request, version), forms.SignatureForm(request.POST or None)
    deed = partial(actions.sign, by=request.actor, version=kept)
    if _done(form, lambda: deed(**form.cleaned_data)):
        return _back_to(kept, "unterschriften")
    title = "Unterschrift festhalten"
    return _page(request, form, title=title, submit=STATE, back=_href(kept, "unterschriften"))


@require_http_methods(["GET", "POST"])
def signature(request: SignedInRequest, version: UUID, signature: UUID) -> HttpResponse:
    """The worker, when somebody decided: change how they stand to a version."""
    kept, form = _kept(request, version), forms.StateForm(request.POST or None)
    row = get_object_or_404(kept.signatures, id=signature)
    sheet = actions.read(by=request.actor, version=kept)
    name = next(line.name for line in sheet.signatures if line.id == row.id)
    deed = partial(actions.sign, by=request.actor, version=kept, name=name)
    if _done(form, lambda: deed(**form.cleaned_data)):
        return _back_to(kept, "unterschriften")
    back = _href(kept, "unterschriften")
    return _page(request, form, title="Unterschrift ändern", preline=name, submit=STATE, back=back)


@require_http_methods(["GET", "POST"])
def put_in_force(request: SignedInRequest, version: UUID) -> HttpResponse:
    """The worker, once for each version: decide for the office that it is in force."""
    kept = _kept(request, version)
    form = forms.InForceForm(request.POST or None)
    deed = partial(actions.put_in_force, by=request.actor, version=kept)
    if _done(form, lambda: deed(**form.cleaned_data)):
        messages.success(request, "Der Hilfeplan gilt.")
        return redirect("version", version=kept.id)
    sheet = actions.read(by=request.actor, version=kept)
    if again := _look_again(request, kept, sheet.changes, form):
        return again
    if not form.is_bound:
        form = forms.InForceForm(
            initial={"in_force_on": request.actor.today, "seen": sheet.changes}
        )
    back = _href(kept, "")
    return _page(request, form, template="plans/in_force.html", sheet=sheet, back=back)


def _look_again(
    request: SignedInRequest, version: Version, changes: str, form: Form
) -> HttpResponse | None:
    """Lead back to the version whoever has only seen an earlier state of it."""
    begun = changes if form.is_bound else request.GET.get("stand", changes)
    if begun == changes and not form.has_error("seen"):
        return None
    messages.warning(request, sums.CHANGED_MEANWHILE)
    return _back_to(version, "")


def _version(request: SignedInRequest, version: UUID) -> Version:
    rows = ("lock", "author", "decided_by", "edited_by", "plan__aid__aid_type", "plan__aid__lock")
    seen = Version.objects.visible_to(request.actor).select_related(*rows)
    return get_object_or_404(seen, id=version)


def _kept(request: SignedInRequest, version: UUID) -> Version:
    """Find a version that this person may write; for everybody else the page does not exist."""
    found = _version(request, version)
    if not access.may_write(request.actor, found.plan):
        raise PermissionDenied
    return found


def _goal(version: Version, goal: UUID) -> Goal:
    standing = version.plan.goals.filter(wordings__in=version.wordings.standing())
    return get_object_or_404(standing, id=goal)


def _done[Made](form: Form, deed: Callable[[], Made]) -> Made | None:
    """Do the deed of a form that is filled in well; a refusal becomes an error of the form."""
    if not form.is_valid():
        return None
    try:
        return deed()
    except AlreadyDoneError:
        raise
    except NotPossibleError as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.sentence)
        return None


def _added(request: SignedInRequest, form: OnceForm, deed: Callable[..., object]) -> bool:
    """Tell whether what the form adds is there now; sent twice it is there once."""
    try:
        return _done(form, lambda: deed(**form.cleaned_data)) is not None
    except AlreadyDoneError as done:
        messages.info(request, done.sentence)
        return True


def _do(
    request: SignedInRequest,
    version: Version,
    place: str,
    deed: Callable[[], object],
    sentence: str = "",
) -> HttpResponse:
    """Do the deed of a button, and go back to the version with a sentence."""
    try:
        deed()
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    else:
        if sentence:
            messages.success(request, sentence)
    return _back_to(version, place)


def _href(version: Version, place: str) -> str:
    return reverse("version", args=[version.id]) + (f"#{place}" if place else "")


def _back_to(version: Version, place: str) -> HttpResponse:
    return redirect(_href(version, place))


def _page(
    request: SignedInRequest,
    form: Form,
    *,
    template: str = "plans/form.html",
    **texts: object,
) -> HttpResponse:
    """Show a form; one that needs another look is answered as such."""
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, template, {"form": form, **texts}, status=status)
