"""What was typed before an address was protected is looked through when it goes out."""

import re

import pytest
from django.urls import reverse

from audit.deeds import NotPossibleError
from protection import wall
from referrals.disclosures.models import Disclosure, Field
from referrals.enquiries import actions as enquiries
from referrals.enquiries.models import Copy
from referrals.families.models import Family
from referrals.plans import actions as plans
from referrals.plans.flow import Status
from referrals.plans.models import Point, Version
from referrals.reviews import actions as reviews
from tests.conftest import SignIn
from tests.stages import aids
from tests.stages.disclosures import a_disclosure
from tests.stages.enquiries import a_chosen_enquiry, a_draft, copy_of
from tests.stages.families import a_family
from tests.stages.plans import a_circulated_plan, again, plan_of
from tests.stages.plans import a_draft as a_drafted_plan
from tests.stages.shields import shielded
from tests.world import WORKER, World

STREET = "Treffen ist in der Hundekehrg. 12a."
REFUSED = r"Hier steht eine geschützte Angabe: Vereinbarungen \(Anschrift\)\. Bitte nehmen Sie"


def with_street(world: World, version: Version) -> Version:
    """Write the street into the agreements."""
    with world.acting(WORKER) as by:
        plans.write(by=by, version=version, edit=again(version).edit, agreements=STREET)
    return again(version)


def test_a_plan_typed_before_does_not_go_round(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    version = with_street(world, a_drafted_plan(world, aids.a_running_aid(world, family=family)))
    shielded(world, family)
    browser, address = signed_in(WORKER), reverse("version_circulate", args=[version.id])
    seen = browser.get(address).context["form"].initial["seen"]
    page = browser.post(address, {"seen": seen}, follow=True).content.decode()
    assert "Hier steht eine geschützte Angabe: Vereinbarungen (Anschrift)" in page
    with world.acting(WORKER):
        kept = again(version)
        assert (kept.status, kept.readers) == (Status.DRAFTING, [])
    with world.acting(WORKER) as by:
        plans.write(by=by, version=version, edit=kept.edit, agreements="Treffen im Jugendamt.")
        goal = version.plan.goals.order_by("number")[1]
        what = "Holt ihn an der Rosengartenschule ab."
        plans.add_task(by=by, version=version, goal=goal, who="Undine", what=what, due_on=by.today)
        with pytest.raises(NotPossibleError, match=r"Angabe: Ziel 2 \(Schule\)\."):
            plans.circulate(by=by, version=version)


def test_a_plan_that_went_round_before_comes_not_into_force(world: World) -> None:
    family = a_family(world)
    version = a_circulated_plan(world, aids.a_running_aid(world, family=family))
    with world.acting(WORKER) as by:
        plans.take_back(by=by, version=version)
    with_street(world, version)
    with world.acting(WORKER) as by:
        plans.circulate(by=by, version=version)
    shielded(world, family)
    with world.acting(WORKER) as by:
        with pytest.raises(NotPossibleError, match=REFUSED):
            plans.put_in_force(by=by, version=version)
        plans.take_back(by=by, version=version)
        plans.write(by=by, version=version, edit=again(version).edit, agreements="Im Jugendamt.")
        plans.circulate(by=by, version=version)
        plans.put_in_force(by=by, version=version)


@pytest.mark.parametrize("who", [WORKER, "sahin"])
def test_no_point_that_all_partners_read_names_it(
    world: World, signed_in: SignIn, who: str
) -> None:
    """A carer knows the street already; the other provider need not learn it."""
    family = a_family(world)
    version = a_circulated_plan(world, aids.a_running_aid(world, family=family))
    shielded(world, family)
    with wall.as_office():
        plan = plan_of(version)
    answer = signed_in(who).post(reverse("point_new", args=[plan.id]), {"text": STREET})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Bitte schreiben Sie hier keine Anschrift" in page
    assert "geschützt" not in page
    with world.acting(who) as by:
        reviews.mark_point(by=by, plan=plan, text="Wer holt Mirabai ab?")
    with wall.as_office():
        assert Point.objects.count() == 1


def test_an_enquiry_typed_before_is_not_sent(world: World) -> None:
    family = a_family(world)
    enquiry = a_draft(world, family, need=STREET, names_anyway=True, space=None)
    shielded(world, family)
    with world.acting(WORKER) as by:
        with pytest.raises(NotPossibleError, match=r"Angabe: Bedarf \(Anschrift\)\."):
            enquiries.send(by=by, enquiry=enquiry, providers=[world.town.providers["flex"]])
        assert not Copy.objects.exists()


def test_a_need_typed_before_is_told_to_nobody(world: World) -> None:
    family = a_family(world)
    enquiry = a_chosen_enquiry(world, family, need=STREET, names_anyway=True)
    shielded(world, family)
    with wall.as_office():
        copy = copy_of(enquiry, "flex")
        with pytest.raises(NotPossibleError, match=r"Bedarf aus der Anfrage \(Anschrift\)"):
            a_disclosure(world, copy)
        assert not Disclosure.objects.exists()
        told = a_disclosure(world, copy, fields=[Field.CHILDREN, Field.WORKER])
    assert Field.NEED not in told.fields


def test_the_space_of_a_protected_family_is_told_to_nobody(world: World, signed_in: SignIn) -> None:
    family, space = a_family(world), world.town.spaces["herten-sued"]
    with wall.as_office():
        Family.objects.filter(id=family.id).update(space=space)
    before = a_draft(world, family)
    browser, new = signed_in(WORKER), reverse("enquiry_new", args=[family.id])
    assert space.name in _spaces(browser.get(new).content.decode())
    shielded(world, family)
    for address in (new, reverse("enquiry_change", args=[before.id])):
        page = _spaces(browser.get(address).content.decode())
        assert ("ganze Stadt" in page, space.name in page) == (True, False)
    providers = [world.town.providers["flex"]]
    with world.acting(WORKER) as by:
        with pytest.raises(NotPossibleError, match=r"Angabe: Raum \(Sozialraum\)\."):
            enquiries.send(by=by, enquiry=before, providers=providers)
        with pytest.raises(NotPossibleError, match="Sozialraum"):
            a_draft(world, family, need=f"Lebt in {space.name.replace('-', ' ')}.", space=None)
        after = a_draft(world, family, space=None)
        enquiries.send(by=by, enquiry=after, providers=providers)
        assert Copy.objects.get().enquiry_id == after.id


def _spaces(page: str) -> str:
    """Cut the choice of a space out of a form."""
    return str(re.findall(r'<select name="space".*?</select>', page, re.DOTALL)[0])
