"""A ground that is there already, runs out or is given anew."""

from datetime import date, timedelta

from django.urls import reverse

from referrals.bases import sums
from referrals.bases.models import Basis
from referrals.families.models import Family, Person
from tests.bases.keeping import LAW, consent, place
from tests.conftest import SignIn
from tests.stages.disclosures import a_law
from tests.stages.enquiries import a_chosen_enquiry, copy_of
from tests.world import World


def test_what_is_missing_is_kept_with_one_press_and_two_grounds_are_told_apart(
    world: World, family: Family, signed_in: SignIn
) -> None:
    enquiry = a_chosen_enquiry(world, family, {"flex": 240})
    tell = reverse("disclosure_new", args=[copy_of(enquiry, "flex").id])
    demir, today = signed_in("demir"), world.actor("demir").today
    shown = demir.get(tell).content.decode()
    assert "Es fehlt eine Grundlage" in shown
    assert f'href="/familien/{family.id}/grundlage/"' in shown
    until = today + timedelta(days=30)
    a_law(world, family)
    a_law(world, family, until_on=until)
    shown = demir.get(tell).content.decode()
    assert shown.count(f"seit {today:%d.%m.%Y}") == 2
    assert shown.count(f"seit {today:%d.%m.%Y}, bis {until:%d.%m.%Y}") == 1


def test_a_ground_that_stands_in_the_file_is_not_kept_twice(
    world: World, family: Family, mother: Person, signed_in: SignIn
) -> None:
    browser, today = signed_in("demir"), world.actor("demir").today
    given = consent(world, mother)
    for kind, typed in (("law", LAW), ("consent", given)):
        assert browser.post(place(family, kind), typed).status_code == 302
        again = browser.post(place(family, kind), typed)
        assert again.status_code == 422
        assert "Diese Grundlage steht schon in der Akte." in again.content.decode()
    assert Basis.objects.count() == 2
    longer = LAW | {"until_on": str(today + timedelta(days=30))}
    assert browser.post(place(family, "law"), longer).status_code == 302
    for other in ({"recipient": "Kita am Anger"}, {"topic": "health"}):
        assert browser.post(place(family, "consent"), given | other).status_code == 302
    assert Basis.objects.count() == 5


def test_a_second_consent_of_the_same_person_is_taken_when_it_holds_longer(
    world: World, family: Family, mother: Person, signed_in: SignIn
) -> None:
    browser, today = signed_in("demir"), world.actor("demir").today
    given, place_ = consent(world, mother), place(family, "consent")
    assert browser.post(place_, given).status_code == 302
    until = date.fromisoformat(given["until_on"])
    for days in (
        {"given_on": str(today - timedelta(days=3))},
        {"until_on": str(today + timedelta(days=30))},
    ):
        again = browser.post(place_, given | days)
        assert (again.status_code, Basis.objects.count()) == (422, 1)
        assert "Diese Grundlage steht schon in der Akte." in again.content.decode()
    longer = given | {"until_on": str(until + timedelta(days=90))}
    assert browser.post(place_, longer).status_code == 302
    first, second = Basis.objects.order_by("until_on")
    page = browser.get(reverse("basis_withdraw", args=[first.id])).content.decode()
    assert "Von derselben Person steht dazu noch eine in der Akte" in page
    assert sums.at_most_until(date(2028, 2, 29)) == date(2031, 2, 28)
    browser.post(reverse("basis_withdraw", args=[first.id]), {"danger": "no"})
    page = browser.get(reverse("basis_withdraw", args=[second.id])).content.decode()
    assert "noch eine in der Akte" not in page


def test_a_withdrawn_consent_can_be_given_anew(
    world: World, family: Family, mother: Person, signed_in: SignIn
) -> None:
    browser, given = signed_in("demir"), consent(world, mother)
    browser.post(place(family, "consent"), given)
    browser.post(reverse("basis_withdraw", args=[Basis.objects.get().id]), {"danger": "no"})
    assert browser.post(place(family, "consent"), given).status_code == 302
    assert Basis.objects.count() == 2
