"""The office reads a provider's view exactly as the provider gets it."""

import html

from audit.models import Entry
from referrals.disclosures import actions as disclosures
from referrals.plans.models import Version
from referrals.recipients import actions
from tests.conftest import SignIn
from tests.stages.whole import Whole


def test_every_line_stands_on_the_providers_own_pages(whole: Whole, signed_in: SignIn) -> None:
    story = whole.sued
    browser = signed_in("brandt")
    with whole.world.acting("demir") as by:
        seen = actions.see_as(by=by, family=story.family, provider=story.share.provider)
    titles = " ".join(title for title, _ in seen.parts)
    assert all(word in titles for word in ("Unterlagen", "Hilfe ", "Hilfeplan"))
    pages = [f"/unterlagen/{thing.id}/" for thing in (story.disclosure, story.told)]
    pages += [f"/hilfen/{aid.id}/" for aid in (story.aid, story.ended, story.long_ended)]
    versions = Version.objects.filter(plan__aid__family=story.family)
    pages += [f"/hilfeplaene/fassung/{version.id}/" for version in versions]
    own = html.unescape(" ".join(browser.get(p, follow=True).content.decode() for p in pages))
    lines = [text for _, rows in seen.parts for _, text in rows]
    assert len(lines) > 10
    missing = [text for text in lines if not all(part in own for part in text.splitlines())]
    assert missing == []


def test_what_was_ended_is_not_seen_any_more(whole: Whole, signed_in: SignIn) -> None:
    story = whole.sued
    address = f"/familien/{story.family.id}/traeger/{story.share.provider_id}/"
    told = f"Unterlagen {story.disclosure.word}"
    before = signed_in("demir").get(address).content.decode()
    with whole.world.acting("demir") as by:
        disclosures.end(by=by, disclosure=story.disclosure)
    after = signed_in("demir").get(address).content.decode()
    assert before.count(told) == after.count(told) + 1


def test_a_provider_that_knows_nothing_sees_nothing(whole: Whole, signed_in: SignIn) -> None:
    stranger = whole.world.town.providers["familienbuero"]
    address = f"/familien/{whole.sued.family.id}/traeger/{stranger.id}/"
    shown = signed_in("demir").get(address).content.decode()
    assert "Dieser Träger sieht nichts über diese Familie." in shown
    assert Entry.objects.filter(event="provider.seen_as", about__contains=[stranger.id]).exists()


def test_the_stand_in_is_no_person_and_keeps_nothing_of_the_office(whole: Whole) -> None:
    by = whole.world.actor("demir")
    there = by.coordinating(whole.sued.share.provider_id)
    assert not there.is_office
    assert there.houses == {whole.sued.share.provider_id}
    assert not there.team
    assert not there.stands_in_for
