"""At the edge of every page about a family: by which right it is read, for the trail and for one line
at its head; and the question what for, when nothing explains it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.actor import Actor
from accounts.middleware import SignedInRequest
from referrals.families.access import holds, way_in
from referrals.families.flow import Way
from referrals.families.models import Family
from referrals.purposes.access import waits_for_lead
from referrals.purposes.flow import Purpose
from referrals.purposes.models import StatedPurpose
from referrals.purposes.sums import sentence

# How the thing of an address leads to its family.
TO_FAMILY = {
    "version": "aids__plan__versions",
    "plan": "aids__plan",
    "decision": "aids__decisions",
    "aid": "aids",
    "copy": "matters__enquiry__copies",
    "enquiry": "matters__enquiry",
    "disclosure": "disclosures",
    "basis": "bases",
    "intake": "intakes",
    "enclosure": "enclosures",
    "family": "pk",
}
# Pages that show what is in a file. Cards of decisions and enquiries come from lists that are a lead's
# own work, and whoever does something on the other pages says what for by doing it.
ASKED = {
    *("family", "aid", "aid_hours", "decisions", "plan", "version", "disclosure", "papers"),
    *("paper_preview", "intake", "family_files", "aid_files", "enclosure"),
}

# Rights that come from standing in for the responsible worker.
STANDING_IN = {Way.DEPUTY, Way.STAND_IN}


class FamilyRequest(SignedInRequest):
    """A request for a page about a family: it carries the line at the head of the page."""

    way: str


def entering(request: HttpRequest, kwargs: Mapping[str, Any]) -> HttpResponse | None:
    """Find by which right a page about a family is read; lead to the question where nothing tells."""
    seen = cast("FamilyRequest", request)
    actor, seen.way = seen.actor, ""
    family = _family(actor, kwargs)
    if family is None:
        return None
    way, purpose = way_in(actor, family), ""
    if way == Way.LEAD:
        purpose = _stated(actor, family)
        if not purpose and waits_for_lead(actor, family):
            way = Way.RELEASE
        elif not purpose and _asks(request):
            here = urlencode({"weiter": request.get_full_path()})
            return redirect(f"{reverse('purpose_new', args=[family.id])}?{here}")
    stated = f"{way}:{purpose}" if purpose else str(way)
    away = (family.worker_id,) if way in STANDING_IN else ()
    seen.actor = replace(actor, purpose=stated, on_behalf=away)
    if way != Way.LEAD or purpose:
        label = Purpose(purpose).label if purpose else ""
        name, until = family.worker.display_name, _until(actor, family, way)
        seen.way = sentence(way, name=name, until=until, purpose=str(label))
    return None


def _asks(request: HttpRequest) -> bool:
    name = request.resolver_match.url_name if request.resolver_match else ""
    return request.method == "GET" and name in ASKED


def _family(actor: Actor, kwargs: Mapping[str, Any]) -> Family | None:
    """Find the family of an address, as far as this person of the office sees it."""
    key = next((key for key in TO_FAMILY if key in kwargs), "")
    if not key or not actor.is_office:
        return None
    seen = Family.objects.visible_to(actor).filter(**{TO_FAMILY[key]: kwargs[key]})
    return seen.select_related("worker").first()


def _stated(actor: Actor, family: Family) -> str:
    stated = StatedPurpose.objects.filter(family=family, reader=actor.user_id, on=actor.today)
    return stated.values_list("purpose", flat=True).first() or ""


def _until(actor: Actor, family: Family, way: Way) -> str:
    """Say until which day, where a right has a last one."""
    if way == Way.DEPUTY:
        rows: Any = family.worker.absences.filter(
            from_on__lte=actor.today, until_on__gte=actor.today
        )
    elif way in {Way.STAND_IN, Way.NAMED, Way.SAMPLE}:
        rows = family.grants.filter(holds(actor.today), user=actor.user_id, kind=str(way))
    else:
        return ""
    last = rows.order_by("-until_on").values_list("until_on", flat=True).first()
    return f"{last:%d.%m.%Y}" if last else ""
