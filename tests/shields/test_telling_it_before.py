"""What was told before an address was protected: the keeper sees who knows, and takes it out."""

import pytest
from django.urls import reverse

from audit.deeds import NotPossibleError
from protection import wall
from providers.register.models import Provider
from referrals.disclosures.flow import Status
from referrals.disclosures.models import Disclosure, Field
from referrals.families.models import Family
from referrals.plans import actions as plans
from referrals.recipients import actions
from tests.conftest import SignIn
from tests.stages import aids
from tests.stages.disclosures import a_disclosure, a_law, accept
from tests.stages.enquiries import a_chosen_enquiry, copy_of
from tests.stages.families import a_family
from tests.stages.plans import a_draft, again
from tests.stages.shields import shielded
from tests.world import WORKER, World

STREET = "Hundekehrgasse"
FIELDS = (Field.CHILDREN, Field.ADULTS, Field.NUMBERS, Field.ADDRESS, Field.FACTS, Field.WORKER)


KNOWN = "Anschrift, Telefon, Weitere Angaben zu den Personen"


def told(world: World, family: Family) -> Disclosure:
    """Tell a provider everything, and let it take the family on."""
    law = a_law(world, family)
    copy = copy_of(a_chosen_enquiry(world, family, {"flex": 300}, space=None), "flex")
    return accept(world, a_disclosure(world, copy, law, fields=FIELDS))


def test_who_was_told_stands_on_the_page_of_the_shield_and_loses_it(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    first = told(world, family)
    carer, keeper = signed_in("sahin"), signed_in(WORKER)
    assert STREET in carer.get(reverse("disclosure", args=[first.id])).content.decode()
    shielded(world, family)
    page = keeper.get(reverse("shield", args=[family.id])).content.decode()
    assert "Schon mitgeteilt" in page
    assert "FleX am " in page
    assert f"({KNOWN})" in page
    assert f"FleX liest noch: {KNOWN}. Bitte ersetzen." in page
    reminder = f"{family.word}: FleX liest geschützte Angaben noch"
    assert reminder in keeper.get("/").content.decode()
    assert reminder not in signed_in("nassar").get("/").content.decode()
    assert STREET not in page
    answer = keeper.post(reverse("disclosure_replace", args=[first.id]), follow=True)
    assert "Freigabe beendet. Was gelesen wurde, bleibt dort bekannt." in answer.content.decode()
    assert "Bitte ersetzen." not in answer.content.decode()
    assert reminder not in keeper.get("/").content.decode()
    with wall.as_office():
        new = Disclosure.objects.get(family=family, status=Status.ACCEPTED)
        first.refresh_from_db()
    assert (first.status, first.closed) == (Status.ENDED, True)
    assert (new.carer_id, new.copy_id) == (first.carer_id, first.copy_id)
    assert set(new.fields) == set(FIELDS) - {Field.NUMBERS, Field.FACTS}
    assert carer.get(reverse("disclosure", args=[first.id])).status_code == 404
    text = carer.get(reverse("disclosure", args=[new.id])).content.decode()
    assert "c/o Jugendamt" in text
    assert [value for value in (STREET, "23125-9001", "Handballverein") if value in text] == []
    with world.acting("sahin"):
        assert list(Disclosure.objects.values_list("id", flat=True)) == [new.id]


def test_the_view_of_a_provider_says_what_is_covered_and_still_read_there(
    world: World, signed_in: SignIn
) -> None:
    family, keeper = a_family(world), signed_in(WORKER)
    first = told(world, family)
    view = reverse("provider_view", args=[family.id, first.provider_id])
    covered = f"FleX liest es weiter, bis Sie die Unterlagen ersetzen: {KNOWN}."
    assert covered not in keeper.get(view).content.decode()
    shielded(world, family)
    assert covered in keeper.get(view).content.decode()
    keeper.post(reverse("disclosure_replace", args=[first.id]))
    assert covered not in keeper.get(view).content.decode()


def test_the_office_does_not_read_on_an_old_sheet_what_is_protected_now(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    sheet = told(world, family)
    keeper, flex = signed_in(WORKER), Provider.objects.get(name="FleX")
    pages = (
        reverse("disclosure", args=[sheet.id]),
        reverse("provider_view", args=[family.id, flex.id]),
    )
    secret = (STREET, "23125-9001", "Handballverein")
    for page in pages:
        text = keeper.get(page).content.decode()
        assert [value for value in secret if value not in text] == []
    shielded(world, family)
    for page in pages:
        text = keeper.get(page).content.decode()
        assert [value for value in secret if value in text] == []
        assert "Geschützt. FleX hat die Angabe vor dem Schutz bekommen." in text
        assert "Kinder" in text
    assert STREET in signed_in("sahin").get(pages[0]).content.decode(), "FleX reads it on"


def test_a_plan_that_names_it_is_listed_with_who_reads_it(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    version = a_draft(world, aids.a_running_aid(world, family=family))
    with world.acting(WORKER) as by:
        need = f"Ruhe in der {STREET} 12a."
        plans.write(by=by, version=version, edit=again(version).edit, need=need)
        plans.circulate(by=by, version=version)
    shielded(world, family)
    page = signed_in(WORKER).get(reverse("shield", args=[family.id])).content.decode()
    assert "FleX: Hilfeplan, Fassung 1 (Anschrift)" in page
    assert reverse("version", args=[version.id]) in page


def test_without_anything_told_there_is_nothing_to_replace(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    shielded(world, family)
    page = signed_in(WORKER).get(reverse("shield", args=[family.id])).content.decode()
    assert "Schon mitgeteilt" not in page
    told_after = told(world, family)
    page = signed_in(WORKER).get(reverse("shield", args=[family.id])).content.decode()
    assert "Schon mitgeteilt" not in page
    with world.acting(WORKER) as by, pytest.raises(NotPossibleError, match="hier nicht möglich"):
        actions.replace(by=by, disclosure=told_after)
    with wall.as_office():
        told_after.refresh_from_db()
    assert told_after.status == Status.ACCEPTED
