"""What an answer shows: child, parent and former partner of one family read three different things."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from referrals.calls import actions as calls
from referrals.calls.sums import Fact
from referrals.redactions.models import Item
from referrals.subject_access.flow import Asker, Status
from referrals.subject_access.models import AccessRequest
from tests.conftest import SignIn
from tests.stages.cast import CONFIDED, CONFIDER
from tests.stages.subject_access import COORDINATION, a_collected_request, a_torn_family, again
from tests.world import World

STREET, SCHOOL, REPORTER = "Hundekehrgasse", "Rosengartenschule", "Quastenbein"
INSULIN = "Ottokar bekommt Insulin."
ILL = "Ottokar hat Diabetes"
WHO = {
    "Mirabai": Asker.CHILD,
    "Sunniva": Asker.PARENT,
    "Wunibald": Asker.APART,
}
NEVER = (REPORTER, "030 23125-9044", CONFIDED, CONFIDER, STREET, "12a")


def shown(client: Client, asked: AccessRequest) -> str:
    """Give what of the collected things the person will read, without what is blackened."""
    answer = client.get(reverse("access_items", args=[asked.id]))
    assert answer.status_code == 200
    text = unescape(answer.content.decode()).partition("<main")[2]
    shown = re.sub(r"<del>.*?</del>", "", text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", shown).split())


def item(asked: AccessRequest, place: str) -> Item:
    return Item.objects.get(asked=asked, place=place)


@pytest.mark.parametrize("who", WHO)
def test_what_nobody_ever_reads(world: World, signed_in: SignIn, who: str) -> None:
    asked = a_collected_request(world, a_torn_family(world), who, WHO[who])
    text = shown(signed_in(COORDINATION), asked)
    assert [word for word in NEVER if word in text] == []
    # Nor does the coordination, who reads what is blackened too, read it where it is not opened.
    page = signed_in(COORDINATION).get(reverse("access_items", args=[asked.id])).content.decode()
    for closed in (CONFIDED, CONFIDER, "030 23125-9044"):
        assert closed not in page


def test_the_three_of_one_family_read_three_things(world: World, signed_in: SignIn) -> None:
    family = a_torn_family(world, protected=False)
    texts = {
        who: shown(signed_in(COORDINATION), a_collected_request(world, family, who, asker))
        for who, asker in WHO.items()
    }
    child, mother, father = texts["Mirabai"], texts["Sunniva"], texts["Wunibald"]
    # The brother's illness: the mother has his custody, the sister and the father have not.
    assert INSULIN in mother
    assert ILL in mother
    for text in (child, father):
        assert INSULIN not in text
        assert ILL not in text
    # What is about the child itself, and about a child in one's custody.
    for text in texts.values():
        assert "Mirabai turnt gern." in text
    # The household's own matters are not for who lives elsewhere.
    assert "Die Mutter ist müde." in mother
    assert "Die Mutter ist müde." not in father
    # Nobody learns where the others are met.
    assert "16:00 Uhr" not in father
    assert "030 23125-9001" in mother
    assert "030 23125-9001" not in child
    assert "030 23125-9001" not in father
    assert len(set(texts.values())) == 3


def test_an_unprotected_address_and_school_stay_hidden_from_who_lives_apart(
    world: World, signed_in: SignIn
) -> None:
    family = a_torn_family(world, protected=False)
    mother = a_collected_request(world, family, "Sunniva", Asker.PARENT)
    father = a_collected_request(world, family, "Wunibald", Asker.APART)
    assert STREET in shown(signed_in(COORDINATION), mother)
    assert STREET not in shown(signed_in(COORDINATION), father)
    assert SCHOOL not in shown(signed_in(COORDINATION), father)


def test_who_a_court_keeps_from_information_reads_no_more_than_a_stranger(
    world: World, signed_in: SignIn
) -> None:
    family = a_torn_family(world)
    with world.acting("demir") as by:
        father = family.people.get(relation="father")
        calls.keep_word(by=by, person=father, fact=Fact.NO_INFORMATION)
    asked = a_collected_request(world, family, "Wunibald", Asker.APART)
    text = shown(signed_in(COORDINATION), asked)
    assert "Mirabai turnt gern." not in text
    assert "Handballverein" not in text


def test_a_person_decides_sentence_by_sentence_and_says_why(
    world: World, signed_in: SignIn
) -> None:
    asked = a_collected_request(world, a_torn_family(world), "Mirabai", Asker.CHILD)
    browser, note = signed_in(COORDINATION), item(asked, "note.text")
    url = reverse("access_item", args=[note.id])
    page = unescape(browser.get(url).content.decode())
    assert INSULIN in page
    fields = dict.fromkeys(re.findall(r'name="(part_\d+)"', page), "")
    # More is shown than was proposed: a word is asked for.
    answer = browser.post(url, fields)
    assert answer.status_code == 422
    assert "warum hier weniger geschwärzt" in answer.content.decode()
    assert browser.post(url, fields | {"why": "consent"}).status_code == 302
    text = shown(browser, asked)
    assert INSULIN in text
    # What is fixed is not asked for and stays.
    assert REPORTER not in text
    assert STREET not in text
    assert "part_0" not in fields
    # More is blackened than was proposed.
    browser.post(url, fields | {"part_2": "purpose", "why": "consent"})
    assert "Mirabai turnt gern." not in shown(browser, asked)
    entry = Entry.objects.filter(event="access_item.decided").latest("seq")
    assert "2:purpose" in entry.facts["cuts"]
    assert entry.facts["ground"] == "consent"


def test_what_is_fixed_cannot_be_opened_by_sending_more(world: World, signed_in: SignIn) -> None:
    asked = a_collected_request(world, a_torn_family(world), "Sunniva", Asker.PARENT)
    browser, note = signed_in(COORDINATION), item(asked, "note.text")
    everything = {f"part_{at}": "" for at in range(9)} | {"why": "harmless"}
    assert browser.post(reverse("access_item", args=[note.id]), everything).status_code == 302
    text = shown(browser, asked)
    assert REPORTER not in text
    assert STREET not in text
    closed = item(asked, "intake.reporter")
    browser.post(reverse("access_item", args=[closed.id]), everything)
    closed.refresh_from_db()
    assert closed.cuts == ["0:reporter!"]
    assert closed.text is None


def test_the_family_opens_for_the_request_alone_and_ends_with_it(
    world: World, signed_in: SignIn
) -> None:
    family = a_torn_family(world)
    asked = a_collected_request(world, family, "Sunniva", Asker.PARENT)
    browser, url = signed_in(COORDINATION), reverse("access_items", args=[asked.id])
    entry = Entry.objects.filter(event="access_item.collected").latest("seq")
    assert (entry.purpose, set(entry.about)) == ("access", {asked.id, family.id})
    assert browser.get(reverse("family", args=[family.id])).status_code == 404
    for other in ("demir", "nolte", "kowalski", "seidel"):
        assert signed_in(other).get(url).status_code == 404
    browser.post(reverse("access_submit", args=[asked.id]))
    assert again(asked).status == Status.REDACTED
    assert browser.get(url).status_code == 404
    browser.post(reverse("access_take_back", args=[asked.id]))
    assert browser.get(url).status_code == 200
    browser.post(reverse("access_request_withdraw", args=[asked.id]))
    assert browser.get(url).status_code == 404


def test_a_file_is_collected_once(world: World, signed_in: SignIn) -> None:
    asked = a_collected_request(world, a_torn_family(world), "Sunniva", Asker.PARENT)
    before = Item.objects.count()
    answer = signed_in(COORDINATION).post(reverse("access_collect", args=[asked.id]), follow=True)
    assert "Das ist jetzt nicht möglich" in answer.content.decode()
    assert Item.objects.count() == before


def test_a_part_that_is_refused_goes_to_a_lawyer_first(world: World, signed_in: SignIn) -> None:
    asked = a_collected_request(world, a_torn_family(world), "Sunniva", Asker.PARENT)
    browser, note = signed_in(COORDINATION), item(asked, "note.text")
    browser.post(reverse("access_item", args=[note.id]), {"part_2": "purpose", "why": "own"})
    browser.post(reverse("access_submit", args=[asked.id]))
    assert again(asked).status == Status.LEGAL
    url, today = reverse("access_advise", args=[asked.id]), world.actor(COORDINATION).today
    assert browser.post(url, {"lawyer_on": today.replace(year=today.year + 1)}).status_code == 422
    assert browser.post(url, {"lawyer_on": today}).status_code == 302
    assert again(asked).status == Status.REDACTED
