"""Stages with disclosures: told, and accepted."""

from collections.abc import Mapping
from typing import Any

from referrals.bases import actions as bases
from referrals.bases.models import Basis, Topic
from referrals.disclosures import actions
from referrals.disclosures.models import PACKAGES, Disclosure, Package
from referrals.enquiries.models import Copy, Enquiry
from referrals.families.models import Family
from tests.stages.enquiries import COORDINATORS, a_chosen_enquiry, copy_of
from tests.world import WORKER, World

CARERS = {
    "flex": "sahin",
    "leben-lernen": "krause",
    "familienbuero": "keller",
    "haus-der-kulturen": "haddad",
}
PARAGRAPH = "§ 64 Abs. 1 SGB VIII, § 69 Abs. 1 SGB X"


def a_law(world: World, family: Family, worker: str = WORKER, **overrides: Any) -> Basis:
    """Keep the statutory ground on which a commissioned provider is told what its task needs, or
    take the one that is there.
    """
    with world.acting(worker, overrides.pop("now", None)) as by:
        given: dict[str, Any] = {"topic": Topic.AID, "paragraph": PARAGRAPH, **overrides}
        same = {"provider": None, "until_on": None, **given}
        there = Basis.objects.filter(family=family, given_on__lte=by.today, **same)
        return there.first() or bases.keep_law(by=by, family=family, **given)


def a_consent(
    world: World, family: Family, provider: str = "flex", worker: str = WORKER, **overrides: Any
) -> Basis:
    """Keep the consent of the mother for one provider."""
    with world.acting(worker, overrides.pop("now", None)) as by:
        given: dict[str, Any] = {
            "topic": Topic.AID,
            "giver": family.people.get(relation="mother"),
            "provider": world.town.providers[provider],
            **overrides,
        }
        return bases.keep_consent(by=by, family=family, **given)


def a_disclosure(
    world: World,
    copy: Copy,
    basis: Basis | None = None,
    worker: str = WORKER,
    **overrides: Any,
) -> Disclosure:
    """Tell a chosen provider what its task needs, on a statutory ground unless another is given."""
    now = overrides.pop("now", None)
    basis = basis or a_law(world, copy.enquiry.matter.family, worker, now=now)
    with world.acting(worker, now) as by:
        given: dict[str, Any] = {"fields": PACKAGES[Package.AID], **overrides}
        return actions.disclose(by=by, copy=copy, basis=basis, **given)


def accept(
    world: World, disclosure: Disclosure, provider: str = "flex", **overrides: Any
) -> Disclosure:
    """Let a provider take the family on."""
    with world.acting(COORDINATORS[provider], overrides.pop("now", None)) as by:
        carer = world.town.people[overrides.get("carer", CARERS[provider])]
        return actions.accept(by=by, disclosure=disclosure, carer=carer, no_conflict=True)


def an_accepted_disclosure(
    world: World, family: Family, provider: str = "flex", worker: str = WORKER, **overrides: Any
) -> Disclosure:
    """Go the whole way from the enquiry until one provider took the family on."""
    enquiry = a_chosen_enquiry(world, family, {provider: 300}, worker, **overrides)
    now = overrides.get("now")
    told = a_disclosure(world, copy_of(enquiry, provider), None, worker, now=now)
    return accept(world, told, provider, now=now)


def an_accepted_enquiry(
    world: World,
    family: Family,
    providers: Mapping[str, int] | None = None,
    worker: str = WORKER,
    **overrides: Any,
) -> Enquiry:
    """Go the whole way until every chosen provider took the family on; the first one leads."""
    wanted = dict(providers or {"flex": 240, "haus-der-kulturen": 60})
    enquiry = a_chosen_enquiry(world, family, wanted, worker, **overrides)
    now = overrides.get("now")
    for provider in wanted:
        told = a_disclosure(world, copy_of(enquiry, provider), None, worker, now=now)
        accept(world, told, provider, now=now)
    enquiry.refresh_from_db()
    return enquiry
