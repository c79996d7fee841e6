"""The purpose follows from the way in: one line at the head, a word in the trail, and a question only
where nothing explains the reading.
"""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from accounts import actions as accounts
from audit.models import Entry
from referrals.families.flow import GrantKind
from referrals.families.models import Family
from referrals.intakes import actions as intakes
from referrals.purposes.models import StatedPurpose
from tests.conftest import SignIn
from tests.matrix.relations import undone
from tests.stages.conflicts import a_conflict
from tests.stages.families import a_family
from tests.stages.intakes import MATTER, an_intake
from tests.stages.stand_ins import a_grant
from tests.stages.whole import Whole
from tests.world import World

PAGE = "Wofür sehen Sie diese Familie an?"


def _last(family: Family) -> str:
    """Give the purpose that the last entry about the family keeps."""
    entry = Entry.objects.filter(about__contains=[family.id]).order_by("-seq").first()
    return entry.purpose if entry else "-"


def _on_behalf(family: Family) -> list[UUID]:
    """Give for whom the last reader of the family stood in."""
    entry = Entry.objects.filter(about__contains=[family.id]).order_by("-seq").first()
    return entry.on_behalf if entry else []


@pytest.mark.parametrize("name", ["family", "aid", "plan", "aid_hours", "person_new"])
def test_the_line_stands_at_the_head_of_every_page(
    whole: Whole, signed_in: SignIn, name: str
) -> None:
    things = {"aid_hours": "aid", "person_new": "family"}
    page = reverse(name, args=[getattr(whole.sued, things.get(name, name)).id])
    with undone():
        assert "Sie sehen diese Familie" not in signed_in("demir").get(page).content.decode()
        with whole.world.acting("demir") as by:
            accounts.set_absence(by=by, person=by.user, until_on=by.today)
        said = signed_in("kaya").get(page).content.decode()
        assert "Sie sehen diese Familie als Vertretung für Sevgi Demir bis" in said
        if name != "person_new":
            assert _last(whole.sued.family) == "deputy"
            assert _on_behalf(whole.sued.family) == [whole.sued.family.worker_id]


def test_each_way_in_has_its_sentence_and_its_word(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    with world.acting("nolte") as by:
        family.second_worker = world.town.people["nassar"]
        family.save(update_fields=["second_worker"])
        until = by.today + timedelta(days=14)
    a_grant(world, "nolte", family, "helmich")
    a_grant(world, "nolte", family, "rosin", GrantKind.NAMED)
    said = {
        "demir": ("", "own"),
        "nassar": ("Sie sehen diese Familie als zweite Fachkraft.", "second"),
        "helmich": ("als eingerichtete Vertretung für Sevgi Demir bis", "stand_in"),
        "rosin": ("Sie dürfen in dieser Familie mitlesen bis", "named"),
    }
    for who, (sentence, word) in said.items():
        page = signed_in(who).get(reverse("family", args=[family.id]))
        assert sentence in page.content.decode()
        assert _last(family) == word
        assert _on_behalf(family) == ([family.worker_id] if word == "stand_in" else [])
        if word in {"stand_in", "named"}:
            assert f"{until:%d.%m.%Y}" in page.content.decode()


def test_a_lead_says_what_for_when_nothing_waits(world: World, signed_in: SignIn) -> None:
    family, lead = a_family(world), signed_in("nolte")
    page = reverse("family", args=[family.id])
    asked = lead.get(page, follow=True)
    assert PAGE in asked.content.decode()
    assert "Velmbrinker" not in asked.content.decode()
    assert not Entry.objects.filter(event="family.read").exists()
    where = asked.redirect_chain[-1][0]
    assert lead.post(where, {"purpose": "oversight"}).status_code == 422
    typed = {"purpose": "oversight", "line": "Quartalsgespräch mit Frau Demir"}
    read = lead.post(where, typed, follow=True)
    assert read.redirect_chain[-1][0] == page
    assert "Angegebener Zweck: Fachaufsicht" in read.content.decode()
    assert _last(family) == "lead:oversight"
    assert lead.get(page).status_code == 200
    assert StatedPurpose.objects.latest("at").line is not None


def test_a_lead_is_asked_at_a_first_contact_that_became_a_family_too(
    world: World, signed_in: SignIn
) -> None:
    lead, still_open = signed_in("nolte"), an_intake(world)
    assert MATTER in lead.get(reverse("intake", args=[still_open.id])).content.decode()
    family = a_family(world)
    with world.acting("demir") as by:
        intakes.join_family(by=by, intake=still_open, family=family)
    page = reverse("intake", args=[still_open.id])
    asked = lead.get(page, follow=True)
    assert PAGE in asked.content.decode()
    assert MATTER not in asked.content.decode()
    typed = {"purpose": "oversight", "line": "Quartalsgespräch"}
    assert MATTER in lead.post(asked.redirect_chain[-1][0], typed, follow=True).content.decode()
    assert MATTER in signed_in("demir").get(page).content.decode()


def test_it_holds_for_one_day_and_one_family(world: World, signed_in: SignIn) -> None:
    family, other = a_family(world), a_family(world, name="Wanderspecht")
    lead = signed_in("nolte")
    where = reverse("purpose_new", args=[family.id])
    lead.post(where, {"purpose": "oversight", "line": "Quartalsgespräch"})
    assert lead.get(reverse("family", args=[other.id])).status_code == 302
    stated = StatedPurpose.objects.latest("at")
    assert (stated.family_id, stated.on) == (family.id, world.actor("nolte").today)


def test_nothing_is_asked_where_something_waits_for_the_lead(
    whole: Whole, signed_in: SignIn
) -> None:
    with undone():
        page = signed_in("nolte").get(reverse("family", args=[whole.sued.family.id]))
        assert "Hier wartet etwas auf Sie" in page.content.decode()
        assert _last(whole.sued.family) == "release"
        asked = signed_in("nolte").get(reverse("purpose_new", args=[whole.sued.family.id]))
        assert "Hier wartet gerade nichts" not in asked.content.decode()


def test_a_biased_worker_is_something_that_waits(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    a_conflict(world, "nolte", family, "demir")
    page = signed_in("nolte").get(reverse("family", args=[family.id]))
    assert "Hier wartet etwas auf Sie" in page.content.decode()


def test_the_officer_reads_who_and_what_for_and_no_word(world: World, signed_in: SignIn) -> None:
    family, line = a_family(world), "Quartalsgespräch mit Frau Demir"
    # Others of the shared world may have stated one before.
    times = 1 + StatedPurpose.objects.filter(reader=world.town.people["nolte"]).count()
    where = reverse("purpose_new", args=[family.id])
    signed_in("nolte").post(where, {"purpose": "complaint", "line": line})
    said = signed_in("seidel").get(reverse("stated_purposes")).content.decode()
    assert "Gisela Nolte" in said
    assert "Beschwerde oder Anliegen der Familie" in said
    assert str(family.id)[:8] in said
    assert family.word not in said
    assert line not in said
    own = signed_in("nolte").get(reverse("my_readings")).content.decode()
    assert f"{times}-mal einen Zweck angegeben" in own


def test_the_way_on_leads_nowhere_else(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    where = reverse("purpose_new", args=[family.id]) + "?weiter=https://anderswo.example/"
    typed = {"purpose": "oversight", "line": "Quartalsgespräch"}
    went = signed_in("nolte").post(where, typed)
    assert went.headers["Location"] == reverse("family", args=[family.id])
