"""Pages about hand-given exceptions: those of a family, and the samples of an examination."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import SignedInRequest
from accounts.models import User
from audit.deeds import AlreadyDoneError, NotPossibleError
from referrals.families.flow import GrantKind
from referrals.families.models import Family
from referrals.stand_ins import access, actions
from referrals.stand_ins.forms import LetInForm, SampleForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from referrals.stand_ins.sheets import GrantLine

UNPROCESSABLE = 422


@require_safe
def grants(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps a file and the lead, now and then: see who was let in, and end it."""
    seen = get_object_or_404(Family.objects.visible_to(request.actor), id=family)
    lines = _tasks(actions.list_of(by=request.actor, family=seen))
    new = reverse("grant_new", args=[seen.id])
    context = {
        "lines": lines,
        "word": seen.word,
        "new_href": new if access.may_let_in(request.actor, seen) else "",
        "back": reverse("family", args=[seen.id]),
    }
    return render(request, "stand_ins/grants.html", context)


@require_http_methods(["GET", "POST"])
def grant_new(request: SignedInRequest, family: UUID) -> HttpResponse:
    """The lead, when nobody stands in: let a colleague in until a day."""
    seen = get_object_or_404(Family.objects.visible_to(request.actor), id=family)
    if not access.may_let_in(request.actor, seen):
        raise PermissionDenied
    everyone = access.able(request.actor, GrantKind.NAMED, seen.id)
    able = User.objects.visible_to(request.actor).filter(everyone).order_by("display_name")
    form = LetInForm(request.POST or None, able=able, actor=request.actor)
    if form.is_valid():
        try:
            actions.let_in(by=request.actor, family=seen, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("grants", family=seen.id)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Der Zugriff auf {seen.word} ist eingerichtet.")
            return redirect("grants", family=seen.id)
    context = {"form": form, "word": seen.word, "back": reverse("grants", args=[seen.id])}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "stand_ins/grant_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
def grant_end(request: SignedInRequest, grant: UUID) -> HttpResponse:
    """The lead, the head, or whoever was let in: end an exception before its day."""
    if request.method == "GET":
        return _sure(request, grant)
    ended = actions.end(by=request.actor, grant=grant)
    messages.success(request, "Der Zugriff ist beendet.")
    if request.POST.get("von") == "rechte":
        return redirect("rights")
    if ended.kind == GrantKind.SAMPLE:
        return redirect("samples")
    own = ended.user_id == request.actor.user_id
    return redirect("families") if own else redirect("grants", family=ended.content_object_id)


@require_http_methods(["GET", "POST"])
def samples(request: SignedInRequest) -> HttpResponse:
    """The head, once or twice a year: have files drawn by lot for an examination."""
    lines = _tasks(actions.list_samples(by=request.actor))
    able = User.objects.visible_to(request.actor).filter(
        access.able(request.actor, GrantKind.SAMPLE)
    )
    form = SampleForm(request.POST or None, able=able.order_by("display_name"), actor=request.actor)
    if form.is_valid():
        try:
            given = {name: form.cleaned_data[name] for name in ("person", "count", "until_on")}
            drawn = actions.draw_sample(by=request.actor, **given)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Gezogen: {len(drawn)} Familien.")
            return redirect("samples")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "stand_ins/samples.html", {"lines": lines, "form": form}, status=status)


def _sure(request: SignedInRequest, grant: UUID) -> HttpResponse:
    """Say what follows before an exception ends."""
    line = actions.read_before_ending(by=request.actor, grant=grant)
    family = reverse("grants", args=[line.family]) if line.family else reverse("families")
    context = {
        "title": "Zugriff beenden",
        "about": line.title,
        "follows": (line.text, *line.follows),
        "back": reverse("samples") if line.is_sample else family,
        "back_label": "Nicht beenden",
        "danger": True,
    }
    return render(request, "pages/sure.html", context)


def _tasks(lines: "Iterable[GrantLine]") -> list[dict[str, str]]:
    """Lay exceptions out as lines with the verb that ends them."""
    return [
        {
            "title": line.title,
            "text": line.text,
            "verb": "Beenden" if line.may_end else "",
            "verb_href": reverse("grant_end", args=[line.id]),
        }
        for line in lines
    ]
