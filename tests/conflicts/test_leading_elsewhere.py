"""Where every lead of a team must not know a family, the head puts it under another lead, unopened."""

import pytest
from django.urls import reverse

from accounts.models import Mandate
from accounts.rests import actions as rests
from accounts.roles import Role
from audit.models import Entry
from referrals.families.models import Family
from tests.agenda.reading import first_page, verb
from tests.conftest import SignIn
from tests.matrix.relations import undone
from tests.stages.conflicts import a_conflict, i_know_them
from tests.stages.people import a_role
from tests.stages.whole import Whole

LEAD, OTHER_LEAD, HEAD, WORKER, IT = "nolte", "fries", "kowalski", "demir", "wolters"


def _there(whole: Whole) -> tuple[Family, str, dict[str, str]]:
    family = whole.sued.family
    page = reverse("lead_elsewhere", args=[family.id])
    return family, page, {"team": str(whole.world.town.teams["mitte"].id)}


def test_the_head_finds_it_and_another_lead_leads(whole: Whole, signed_in: SignIn) -> None:
    family, page, mitte = _there(whole)
    sheet = reverse("family", args=[family.id])
    with undone():
        i_know_them(whole.world, LEAD, family)
        assert verb(first_page(signed_in, HEAD), "Leitung bestimmen", page)
        shown = signed_in(HEAD).get(page).content.decode()
        assert family.word in shown
        assert "Holger Fries" in shown
        assert "Gisela Nolte" not in shown
        # The head learns the Merkwort and opens nothing, before and after.
        assert signed_in(HEAD).get(sheet).status_code == 404
        for stranger in (LEAD, OTHER_LEAD, WORKER, "lindner", "brandt"):
            assert signed_in(stranger).post(page, mitte).status_code == 404, stranger
        assert signed_in(OTHER_LEAD).get(sheet).status_code == 404
        assert signed_in(HEAD).post(page, mitte).status_code == 302
        assert signed_in(HEAD).get(sheet).status_code == 404
        assert signed_in(OTHER_LEAD).get(sheet).status_code == 200
        hands_over = reverse("family_hand_over", args=[family.id])
        assert signed_in(OTHER_LEAD).get(hands_over).status_code == 200
        assert signed_in(WORKER).get(sheet).status_code == 200
        assert signed_in(LEAD).get(sheet).status_code == 404
        assert page not in first_page(signed_in, HEAD)
        assert signed_in(HEAD).post(page, mitte).status_code == 404
        entry = Entry.objects.get(event="family.led_elsewhere")
        assert entry.about == [family.id]
        assert entry.facts["team"] == mitte["team"]


def test_only_where_every_lead_is_kept_away(whole: Whole, signed_in: SignIn) -> None:
    family, page, mitte = _there(whole)
    with undone():
        assert signed_in(HEAD).post(page, mitte).status_code == 404
        i_know_them(whole.world, LEAD, family)
        second = whole.world.town.people["wiegand"]
        a_role(second, Role.TEAM_LEAD, team=whole.world.town.teams["sued"])
        assert signed_in(HEAD).get(page).status_code == 404
        beside = Mandate.objects.get(user=second, role=Role.TEAM_LEAD)
        ends = reverse("mandate_end", args=[second.id, beside.id])
        assert signed_in(IT).post(ends).status_code == 302
        assert signed_in(HEAD).get(page).status_code == 200


@pytest.mark.parametrize("who", ["fries", "kowalski"])
def test_nobody_who_knows_the_family_too_leads_or_decides(
    whole: Whole, signed_in: SignIn, who: str
) -> None:
    family, page, mitte = _there(whole)
    with undone():
        a_conflict(whole.world, LEAD, family, who)
        i_know_them(whole.world, LEAD, family)
        answer = signed_in(HEAD).post(page, mitte)
        assert answer.status_code == (404 if who == HEAD else 422)
        assert Family.objects.get(id=family.id).team_id == family.team_id
        if who == HEAD:
            assert family.word not in first_page(signed_in, HEAD)


def test_where_every_head_must_not_know_it_either_another_lead_does(
    whole: Whole, signed_in: SignIn
) -> None:
    family, page, mitte = _there(whole)
    sheet, said = reverse("family", args=[family.id]), {"reason": "close"}
    declares = reverse("conflict_declare", args=[family.id])
    with undone():
        a_conflict(whole.world, LEAD, family, HEAD)
        alone = signed_in(LEAD).post(declares, said, follow=True).content.decode()
        assert "die Leitung weiß es" not in alone
        assert "Ihre Leitung sieht sie selbst nicht" in alone
        alone = signed_in(WORKER).post(declares, said, follow=True).content.decode()
        assert "die Leitung weiß es" not in alone
        for kept_away in (LEAD, HEAD, WORKER):
            assert signed_in(kept_away).get(sheet).status_code == 404
            assert signed_in(kept_away).get(page).status_code == 404
            assert family.word not in first_page(signed_in, kept_away)
        assert verb(first_page(signed_in, OTHER_LEAD), "Leitung bestimmen", page)
        assert signed_in(OTHER_LEAD).get(sheet).status_code == 404
        assert family.word in signed_in(OTHER_LEAD).get(page).content.decode()
        for stranger in ("lindner", "brandt", "kaya", "wolters"):
            assert signed_in(stranger).post(page, mitte).status_code == 404, stranger
        assert signed_in(OTHER_LEAD).post(page, mitte).status_code == 302
        assert signed_in(OTHER_LEAD).get(sheet).status_code == 200
        # And finds there who must not know it.
        assert "Sevgi Demir" in signed_in(OTHER_LEAD).get(reverse("conflicts")).content.decode()


def test_any_other_head_comes_before_another_lead(whole: Whole, signed_in: SignIn) -> None:
    family, page, _mitte = _there(whole)
    with undone():
        a_conflict(whole.world, LEAD, family, HEAD)
        i_know_them(whole.world, LEAD, family)
        assert signed_in(OTHER_LEAD).get(page).status_code == 200
        a_role(whole.world.town.people["lindner"], Role.HEAD)
        assert verb(first_page(signed_in, "lindner"), "Leitung bestimmen", page)
        assert signed_in(OTHER_LEAD).get(page).status_code == 404
        assert page not in first_page(signed_in, OTHER_LEAD)


def test_a_lead_whose_roles_rest_knows_nothing_of_it(whole: Whole, signed_in: SignIn) -> None:
    family, _, _ = _there(whole)
    declares, people = reverse("conflict_declare", args=[family.id]), whole.world.town.people
    for rest, knows in (((), True), ((LEAD,), True), ((LEAD, HEAD), False)):
        with undone():
            for person in rest:
                with whole.world.acting("wolters") as by:
                    rests.let_rest(by=by, person=people[person])
            said = signed_in(WORKER).post(declares, {"reason": "close"}, follow=True)
            assert ("die Leitung weiß es" in said.content.decode()) == knows, rest
