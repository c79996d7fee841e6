"""A consent is withdrawn: at once nothing is told any more, and nobody stands before a door unaware."""

import pytest
from django.urls import reverse

from audit.models import Entry
from protection import wall
from referrals.aids.models import Aid, Share
from referrals.bases.models import Basis
from referrals.disclosures.models import Disclosure
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
from tests.stages.disclosures import a_consent
from tests.stages.hours import booked
from tests.world import WORKER, World


@pytest.fixture
def aid(world: World) -> Aid:
    """A help that runs, whose provider was told on a consent."""
    made = a_running_aid(world)
    consent = a_consent(world, made.family)
    with wall.as_office():
        Disclosure.objects.filter(family=made.family_id).update(basis=consent)
    return made


def _page(aid: Aid) -> str:
    with wall.as_office():
        basis = Basis.objects.get(family=aid.family_id, kind="consent")
    return reverse("basis_withdraw", args=[basis.id])


def test_the_page_says_what_ends_and_asks_whether_a_child_is_in_danger(
    aid: Aid, signed_in: SignIn
) -> None:
    browser, page = signed_in(WORKER), _page(aid)
    family = browser.get(reverse("family", args=[aid.family_id])).content.decode()
    assert f'href="{page}"' in family
    text = browser.get(page).content.decode()
    for shown in ("Das endet sofort", "FleX", "Namen der Erwachsenen", "behält zu", "in Gefahr?"):
        assert shown in text
    assert browser.post(page).status_code == 422
    with wall.as_office():
        assert Basis.objects.filter(withdrawn_at__isnull=False).count() == 0


@pytest.mark.parametrize(
    ("danger", "leads", "said"),
    [
        ("no", "family", "Was darauf beruhte, ist beendet."),
        ("unclear", "family", "heute mit einer zweiten Fachkraft"),
        ("yes", "intake_new", "Nehmen Sie die Gefährdung bitte jetzt auf."),
    ],
)
def test_the_answer_leads_on_and_closes_in_any_case(
    aid: Aid, signed_in: SignIn, danger: str, leads: str, said: str
) -> None:
    answer = signed_in(WORKER).post(_page(aid), {"danger": danger}, follow=True)
    there = reverse(leads, args=[aid.family_id] if leads == "family" else [])
    assert answer.redirect_chain[-1][0] == there
    assert said in answer.content.decode()
    assert Entry.objects.get(event="basis.withdrawn").facts["danger"] == danger
    with wall.as_office():
        assert not Disclosure.objects.filter(closed=False).exists()


def test_the_provider_keeps_its_hours_and_a_number_until_the_window_ends(
    world: World, aid: Aid, signed_in: SignIn
) -> None:
    page = reverse("aid", args=[aid.id])
    with wall.as_office():
        share = Share.objects.get(aid=aid)
    booked(world, share, world.ago(days=1).date(), who="sahin")
    assert "Abwicklung" not in signed_in("sahin").get(page).content.decode()
    signed_in(WORKER).post(_page(aid), {"danger": "no"})
    number = world.town.people[WORKER].number
    for who in ("sahin", "brandt"):
        browser = signed_in(who)
        assert page in browser.get(reverse("aids")).content.decode()
        text = browser.get(page).content.decode()
        for shown in ("Abwicklung", number, "gebucht, ", "bis die Hilfe abgerechnet ist"):
            assert shown in text
        assert "Velmbrinker" not in text
    with wall.as_office():
        Share.objects.filter(aid=aid).update(visible_until=world.ago(days=1).date())
    assert signed_in("brandt").get(page).status_code == 404
