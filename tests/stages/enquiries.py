"""Stages with enquiries: sent, offered, chosen."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from referrals.answers import actions as answers
from referrals.choices import actions as choices
from referrals.choices.actions import Choice
from referrals.enquiries import actions
from referrals.enquiries.models import Copy, Enquiry
from referrals.families.models import Family
from tests.world import WORKER, World

COORDINATORS = {
    "flex": "brandt",
    "leben-lernen": "hartwig",
    "familienbuero": "marx",
    "haus-der-kulturen": "aydin",
}
NEED = "Zwei Kinder brauchen verlässliche Nachmittage. Der Schulweg ist schwierig."
PROFILE = "Fachkraft mit Erfahrung in Familien mit Schulkindern, spricht Türkisch"
WISH = "Die Mutter wünscht sich jemanden, der Türkisch spricht."


def text(world: World, **overrides: Any) -> dict[str, Any]:
    """Give what an enquiry says; `overrides` replace parts of it."""
    today = world.actor(WORKER).today
    return {
        "aid_type": world.aid_type(),
        "need": NEED,
        "week_minutes": 300,
        "age_bands": ["3-5", "10-13"],
        "children": 2,
        "languages": ["tr"],
        "weekdays": ["mon", "thu"],
        "space": world.town.spaces["herten-sued"],
        "start_on": today + timedelta(days=14),
        "months": 6,
        **overrides,
    }


def a_draft(world: World, family: Family, worker: str = WORKER, **overrides: Any) -> Enquiry:
    """Write an enquiry that nobody was sent yet."""
    now = overrides.pop("now", None)
    with world.acting(worker, now) as by:
        return actions.draft(by=by, family=family, **text(world, **overrides))


def a_sent_enquiry(
    world: World,
    family: Family,
    providers: tuple[str, ...] = ("flex", "leben-lernen"),
    worker: str = WORKER,
    **overrides: Any,
) -> Enquiry:
    """Send an enquiry to providers."""
    enquiry = a_draft(world, family, worker, **overrides)
    with world.acting(worker, overrides.get("now")) as by:
        asked = [world.town.providers[code] for code in providers]
        return actions.send(by=by, enquiry=enquiry, providers=asked)


def copy_of(enquiry: Enquiry, provider: str) -> Copy:
    """Find one provider's copy as the office sees it now."""
    found = Copy.objects.select_related("provider", "lock", "enquiry__lock")
    return found.get(enquiry=enquiry, provider__code=provider)


def offer(world: World, enquiry: Enquiry, provider: str, **overrides: Any) -> Copy:
    """Let a provider's coordinator offer help."""
    now = overrides.pop("now", None)
    copy = copy_of(enquiry, provider)
    with world.acting(COORDINATORS[provider], now) as by:
        given: dict[str, Any] = {
            "offered_from": by.today + timedelta(days=14),
            "week_minutes": 300,
            "profile": PROFILE,
            **overrides,
        }
        return answers.offer(by=by, copy=copy, **given)


def an_offered_enquiry(
    world: World,
    family: Family,
    providers: tuple[str, ...] = ("flex", "leben-lernen"),
    worker: str = WORKER,
    **overrides: Any,
) -> Enquiry:
    """Send an enquiry to which every provider offered help."""
    enquiry = a_sent_enquiry(world, family, providers, worker, **overrides)
    for provider in providers:
        offer(world, enquiry, provider, now=overrides.get("now"))
    return enquiry


def a_chosen_enquiry(
    world: World,
    family: Family,
    providers: Mapping[str, int] | None = None,
    worker: str = WORKER,
    also_asked: tuple[str, ...] = (),
    **overrides: Any,
) -> Enquiry:
    """Let the family choose providers with their minutes a week; the first one leads."""
    wanted = dict(providers or {"flex": 240, "haus-der-kulturen": 60})
    enquiry = an_offered_enquiry(world, family, (*wanted, *also_asked), worker, **overrides)
    chosen = [
        Choice(copy_of(enquiry, code), minutes, is_lead=index == 0)
        for index, (code, minutes) in enumerate(wanted.items())
    ]
    with world.acting(worker, overrides.get("now")) as by:
        return choices.choose(by=by, enquiry=enquiry, choices=chosen, wish=WISH)


def write(browser: Client, world: World, family: Family, **overrides: Any) -> Any:
    """Fill in the form of a new enquiry as the page offers it, and press the button."""
    page = browser.get(reverse("enquiry_new", args=[family.id]))
    assert page.status_code == 200
    form = page.context["form"]
    first = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    given = {
        **first,
        "aid_type": str(world.aid_type().id),
        "need": NEED,
        "week_minutes": "5",
        "start_on": str(world.actor("demir").today),
        **overrides,
    }
    return browser.post(reverse("enquiry_new", args=[family.id]), given)
