"""Who knows what: also the care plan; before a provider is told no more, the page says what stays."""

import pytest
from django.urls import reverse

from audit.models import Entry
from referrals.aids.models import Aid, Share
from referrals.disclosures.models import Disclosure
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
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
        *("Den Hilfeplan mit den Namen darin liest", "weiter, Fassung 1."),
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
