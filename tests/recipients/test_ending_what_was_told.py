"""Who knows what: also the care plan; before a provider is told no more, the page says what stays."""

from typing import Any

import pytest
from django.urls import reverse

from audit.models import Entry
from referrals.aids.models import Aid, Share
from referrals.disclosures import actions as disclosures
from referrals.disclosures.models import Disclosure, Field
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
from tests.stages.disclosures import a_law, accept
from tests.stages.plans import a_plan_in_force
from tests.world import WORKER, World


def _told(aid: Aid) -> Disclosure:
    return Disclosure.objects.get(family=aid.family_id, provider__code="flex")


def test_who_knows_what_names_who_reads_the_plan(world: World, signed_in: SignIn) -> None:
    aid = a_plan_in_force(world).plan.aid
    family = reverse("family", args=[aid.family_id])
    reads = f"Hilfeplan {aid.word}, Fassung 1"
    assert reads in signed_in(WORKER).get(family).content.decode()
    # Whose window is over reads it no longer.
    Share.objects.filter(aid=aid).update(visible_until=world.ago(days=1).date())
    assert reads not in signed_in(WORKER).get(family).content.decode()


def test_the_page_before_says_what_ends_and_what_stays(world: World, signed_in: SignIn) -> None:
    aid = a_plan_in_force(world).plan.aid
    told = _told(aid)
    client = signed_in(WORKER)
    page = reverse("disclosure_end", args=[told.id])
    assert f'href="{page}"' in client.get(reverse("disclosure", args=[told.id])).content.decode()
    text = client.get(page).content.decode()
    for shown in (
        *("Namen der Erwachsenen", "sieht dort Namen und Telefon nicht", f"{aid.aid_type} läuft"),
        *("FleX liest ihn nicht mehr (Fassung 1)", "behält die eigenen Stunden"),
    ):
        assert shown in text
    assert Entry.objects.get(event="disclosure.weighed").about[0] == told.id
    told.refresh_from_db()
    assert told.status == "accepted"
    client.post(page)
    told.refresh_from_db()
    assert told.status == "ended"
    again = client.get(page)
    assert again.headers["Location"] == reverse("disclosure", args=[told.id])


def test_with_the_last_sheet_the_plan_closes_and_no_visit_is_planned(
    world: World, signed_in: SignIn
) -> None:
    version = a_plan_in_force(world)
    aid = version.plan.aid
    pages = (
        reverse("version", args=[version.id]),
        reverse("plan", args=[version.plan_id]),
        reverse("papers", args=[version.id]),
    )
    carer, coordinator, office = signed_in("sahin"), signed_in("brandt"), signed_in(WORKER)
    family = reverse("family", args=[aid.family_id])
    assert {carer.get(page).status_code for page in pages} == {200}
    assert "Termin planen" in carer.get(reverse("my_day")).content.decode()
    assert "FleX" in office.get(family).content.decode().partition("Hilfeplan ")[0]
    office.post(reverse("disclosure_end", args=[_told(aid).id]))
    for reader in (carer, coordinator):
        assert {reader.get(page).status_code for page in pages} == {404}
        assert aid.word not in reader.get(reverse("plans")).content.decode()
    help_page = carer.get(reverse("aid", args=[aid.id])).content.decode()
    assert "Abwicklung" in help_page
    assert pages[1] not in help_page
    day = carer.get(reverse("my_day")).content.decode()
    assert "Zurzeit ist Ihnen nichts freigegeben." in day
    assert "Stunden buchen" in day
    share = Share.objects.get(aid=aid, provider__code="flex")
    typed = {"share": share.id, "on": world.ago(days=-1).date(), "time": "14:30", "minutes": "1:30"}
    refused = carer.post(reverse("visit_new"), typed)
    assert refused.status_code == 422
    assert "ist nichts mehr freigegeben" in refused.content.decode()
    assert {office.get(page).status_code for page in pages} == {200}


def test_while_something_else_is_told_the_plan_stays(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    first = _told(version.plan.aid)
    law = a_law(world, version.plan.aid.family)
    told: dict[str, Any] = {"family": first.family, "provider": first.provider, "basis": law}
    with world.acting(WORKER) as by:
        second = disclosures.disclose_directly(by=by, **told, fields=[Field.WORKER])
    accept(world, second)
    text = signed_in(WORKER).get(reverse("disclosure_end", args=[first.id])).content.decode()
    assert "Den Hilfeplan mit den Namen darin liest FleX weiter, Fassung 1." in text
    page = reverse("version", args=[version.id])
    signed_in(WORKER).post(reverse("disclosure_end", args=[first.id]))
    assert signed_in("brandt").get(page).status_code == 200
    # Its ground runs out: with the day everything closes, before any clock came by.
    Disclosure.objects.filter(id=second.id).update(until_on=world.ago(days=1).date())
    assert signed_in("brandt").get(page).status_code == 404


def test_without_a_plan_only_the_help_stays(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    text = signed_in(WORKER).get(reverse("disclosure_end", args=[_told(aid).id])).content.decode()
    assert f"{aid.aid_type} läuft weiter." in text
    assert "Hilfeplan liest" not in text


@pytest.mark.parametrize("who", ["brandt", "sahin", "nolte", "wiegand"])
def test_nobody_else_asks_for_it(world: World, signed_in: SignIn, who: str) -> None:
    page = reverse("disclosure_end", args=[_told(a_running_aid(world)).id])
    assert signed_in(who).get(page).status_code == 404


def test_what_ran_out_is_called_ended(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world)
    client, page = signed_in(WORKER), reverse("family", args=[aid.family_id])
    for days, word in ((-1, "Angenommen"), (1, "Beendet")):
        until = world.ago(days=days).date()
        Disclosure.objects.filter(id=_told(aid).id).update(until_on=until)
        told = client.get(page).content.decode().split('id="wer-weiss-was"')[1]
        assert word in told.split("Grundlagen")[0]
