"""A role that the administration asks for holds only when another person has confirmed it."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import actions
from accounts.models import Mandate, Nomination, Rest, Team, User
from accounts.nominations import actions as nominations
from accounts.nominations.models import Status
from accounts.rests import actions as rests
from accounts.roles import Role
from audit.models import Entry
from tests.accounts.visitor import Visitor
from tests.agenda.reading import first_page
from tests.conftest import SignIn
from tests.stages.people import a_nomination
from tests.world import World

IT, LEAD, OTHER_LEAD, HEAD, COORDINATOR = "wolters", "nolte", "busch", "kowalski", "brandt"
FIRST = {"password": "Der Ahorn wirft Schatten", "again": "Der Ahorn wirft Schatten"}
WRONG = "000000"


def _newcomer(world: World, signed_in: SignIn) -> tuple[Visitor, Nomination]:
    """Let the administration admit a caseworker of Süd, who comes in on her slip."""
    it, team = signed_in(IT), world.town.teams["sued"]
    sent = {"username": "ahlers", "display_name": "Ute Ahlers", "number": "030 1"}
    it.post("/zugaenge/neu/", sent | {"role": "caseworker", "place": str(team.id)})
    asked = Nomination.objects.get(user__username="ahlers")
    slip = it.post(f"/zugaenge/{asked.user_id}/einladung/").content.decode()
    assert "Bezirkssozialarbeit" in slip
    address = re.search(r"(/einladung/[^<\s]+)", slip)
    assert address
    visitor = Visitor()
    visitor.client.post(address[1], FIRST)
    visitor.gives_password("ahlers", FIRST["password"])
    return visitor, asked


def _page(asked: Nomination) -> str:
    return f"/rechte/vorschlag/{asked.id}/"


def _shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("by_clock")
def test_who_comes_in_reads_nothing_until_the_lead_was_told_the_number(
    world: World, signed_in: SignIn
) -> None:
    visitor, asked = _newcomer(world, signed_in)
    lead, waits = signed_in(LEAD), "Ute Ahlers: Bezirkssozialarbeit"
    assert waits not in first_page(signed_in, LEAD)
    assert "noch nicht eingerichtet" in _shown(lead, _page(asked))
    assert lead.post(_page(asked), {"number": asked.number}).status_code == 422
    visitor.enrols_app()
    own = _shown(visitor.client, "/zugang/")
    assert f"{asked.number[:3]} {asked.number[3:]}" in own
    assert "Gisela Nolte" in own
    assert visitor.opens("/familien/").status_code == 404
    assert waits in first_page(signed_in, LEAD)
    shown = _shown(lead, _page(asked))
    assert asked.number not in shown
    for wrong in ("", WRONG if asked.number != WRONG else "999999", "1"):
        assert lead.post(_page(asked), {"number": wrong}).status_code == 422
    assert not Mandate.objects.filter(user=asked.user).exists()
    told = {"number": f"{asked.number[:3]} {asked.number[3:]}"}
    assert lead.post(_page(asked), told).status_code == 302
    assert visitor.opens("/familien/").status_code == 200
    assert "Ihre Rolle wartet" not in _shown(visitor.client, "/zugang/")
    assert waits not in first_page(signed_in, LEAD)
    held = Mandate.objects.get(user=asked.user)
    assert held.given_by == world.town.people[LEAD]
    told_of = Entry.objects.filter(about__contains=[asked.user_id])
    assert told_of.get(event="nomination.asked").who == world.town.people[IT].id
    assert told_of.get(event="mandate.given").who == world.town.people[LEAD].id


@pytest.mark.usefixtures("by_clock")
def test_the_number_is_read_by_nobody_else(world: World, signed_in: SignIn) -> None:
    visitor, asked = _newcomer(world, signed_in)
    visitor.enrols_app()
    number = f"{asked.number[:3]} {asked.number[3:]}"
    for who in (IT, LEAD, HEAD):
        client = signed_in(who)
        for address in ("/zugang/", "/rechte/", "/", _page(asked), f"/zugaenge/{asked.user_id}/"):
            page = client.get(address).content.decode()
            assert number not in page, (who, address)
            assert asked.number not in page, (who, address)


@pytest.mark.parametrize(
    ("name", "role", "place", "decider", "never"),
    [
        ("overbeck", Role.CASEWORKER, {"team": "nord"}, OTHER_LEAD, (LEAD, COORDINATOR, IT)),
        ("overbeck", Role.CASEWORKER, {"team": "nord"}, HEAD, (LEAD, "demir")),
        ("overbeck", Role.TEAM_LEAD, {"team": "nord"}, HEAD, (LEAD, OTHER_LEAD)),
        ("lindner", Role.HEAD, {}, HEAD, (LEAD, OTHER_LEAD, "seidel")),
        ("lindner", Role.CHILD_PROTECTION, {}, HEAD, (LEAD, "seidel")),
        ("vogt", Role.COORDINATOR, {"provider": "flex"}, COORDINATOR, (LEAD, "hartwig", "sahin")),
        ("krause", Role.CARER, {"provider": "flex"}, COORDINATOR, ("hartwig", "krause")),
    ],
)
def test_the_nearest_person_decides_and_nobody_else(  # a row of the table
    world: World,
    signed_in: SignIn,
    name: str,
    role: Role,
    place: dict[str, str],
    decider: str,
    never: tuple[str, ...],
) -> None:
    house = world.town.providers[place["provider"]].id if "provider" in place else None
    asked = a_nomination(world, name, role, house, team=place.get("team", ""))
    before = world.actor(name).roles
    for who in (*never, IT, name):
        client = signed_in(who)
        assert client.post(_page(asked)).status_code == 404, who
        assert client.post(f"{_page(asked)}ablehnen/").status_code == 404, who
    assert world.actor(name).roles == before
    assert signed_in(decider).post(_page(asked)).status_code == 302
    assert world.actor(name).roles == before | {role}
    again = signed_in(decider).post(_page(asked))
    assert "schon entschieden" in again.content.decode()
    assert signed_in(decider).post(f"{_page(asked)}ablehnen/").status_code == 302
    assert Nomination.objects.get().status == Status.CONFIRMED


def test_a_lead_confirms_a_new_head_on_the_day_on_which_the_only_one_ended(
    world: World, signed_in: SignIn
) -> None:
    it, head = signed_in(IT), Mandate.objects.get(role=Role.HEAD)
    assert it.post(f"/zugaenge/{head.user_id}/beenden/").status_code == 302
    asked = a_nomination(world, "lindner", Role.HEAD)
    assert "Gisela Nolte" in _shown(it, f"/zugaenge/{asked.user_id}/")
    assert "Rolle prüfen" in first_page(signed_in, LEAD)
    assert signed_in(LEAD).post(_page(asked)).status_code == 302
    assert Role.HEAD in world.actor("lindner").roles


def test_the_administration_alone_gives_nothing(world: World, signed_in: SignIn) -> None:
    me, other = world.actor(IT), world.town.people["lindner"]
    for role in (Role.HEAD, Role.AUDITOR, Role.IT_ADMIN):
        with pytest.raises(PermissionDenied):
            actions.give_mandate(by=me, person=other, role=role)
    it = signed_in(IT)
    sent = {"role": "auditor", "place": "office"}
    assert it.post(f"/zugaenge/{other.id}/", sent).status_code == 302
    asked = Nomination.objects.get(user=other)
    # Asking is not confirming, and the deed itself asks again whether somebody else did.
    with pytest.raises(PermissionDenied):
        nominations.confirm(by=me, nomination=asked)
    with pytest.raises(PermissionDenied):
        actions.give_mandate(by=me, person=other, role=Role.AUDITOR)
    assert world.actor("lindner").roles == {Role.PLANNER}
    page = _shown(it, f"/zugaenge/{other.id}/")
    assert "wartet auf Andreas Kowalski" in page
    assert it.post(f"/zugaenge/{other.id}/", sent).status_code == 422
    assert it.post(f"{_page(asked)}zurueckziehen/").status_code == 302
    assert signed_in(HEAD).post(_page(asked)).status_code == 422
    assert world.actor("lindner").roles == {Role.PLANNER}


def test_the_database_lets_nobody_confirm_what_they_asked_for(world: World) -> None:
    asked = a_nomination(world, "lindner", Role.AUDITOR)
    rows = Nomination.objects.filter(id=asked.id)
    for who in (IT, "lindner"):
        with pytest.raises(IntegrityError, match="third_person"), transaction.atomic():
            rows.update(status=Status.CONFIRMED, decided_by=world.town.people[who])


def test_whoever_asked_reads_who_declined(world: World, signed_in: SignIn) -> None:
    asked = a_nomination(world, "overbeck", Role.CASEWORKER, team="nord")
    assert signed_in(OTHER_LEAD).post(f"{_page(asked)}ablehnen/").status_code == 302
    page = _shown(signed_in(IT), f"/zugaenge/{asked.user_id}/")
    assert "abgelehnt am" in page
    assert "Renate Busch" in page
    assert Entry.objects.filter(event="nomination.declined").count() == 1
    assert signed_in(IT).post(f"{_page(asked)}zurueckziehen/").status_code == 302
    assert Nomination.objects.get().status == Status.DECLINED


def test_the_first_head_of_a_new_office_is_the_only_one_without_a_second_person(
    world: World,
) -> None:
    me, other = world.actor(IT), world.town.people["lindner"]
    Mandate.objects.filter(role=Role.HEAD).update(role=Role.DPO)
    for role in (Role.IT_ADMIN, Role.HEAD):  # people work here: the office is not new
        with pytest.raises(PermissionDenied):
            actions.give_mandate(by=me, person=other, role=role)
    Mandate.objects.exclude(role__in={Role.IT_ADMIN, Role.CLOCK}).update(
        role=Role.IT_ADMIN, team=None, provider_id=None, until_on=world.ago(days=1).date()
    )
    actions.give_mandate(by=me, person=other, role=Role.HEAD)
    with pytest.raises(PermissionDenied):
        actions.give_mandate(by=me, person=world.town.people["seidel"], role=Role.HEAD)


def test_where_no_head_is_left_a_lead_confirms_the_next(world: World, signed_in: SignIn) -> None:
    asked = a_nomination(world, "lindner", Role.HEAD)
    assert signed_in(LEAD).post(_page(asked)).status_code == 404
    yesterday = world.actor(IT).today - timedelta(days=1)
    Mandate.objects.filter(role=Role.HEAD).update(since_on=yesterday, until_on=yesterday)
    assert signed_in(LEAD).post(_page(asked)).status_code == 302
    assert Role.HEAD in world.actor("lindner").roles


def test_whoever_sets_up_accesses_has_no_other_role(world: World, signed_in: SignIn) -> None:
    it = signed_in(IT)
    other, colleague = world.town.people["lindner"], world.town.people["rosin"]
    Mandate.objects.filter(user=colleague).update(role=Role.IT_ADMIN, team=None)
    for person, role in ((other, "it_admin"), (colleague, "planner")):
        sent = {"role": role, "place": "office"}
        answer = it.post(f"/zugaenge/{person.id}/", sent)
        assert answer.status_code == 422
        assert "hat keine andere Rolle" in answer.content.decode()


def test_an_ended_access_gets_no_role_that_waited(world: World, signed_in: SignIn) -> None:
    asked = a_nomination(world, "overbeck", Role.CASEWORKER, team="nord")
    with world.acting(IT) as by:
        actions.deactivate(by=by, person=asked.user)
    assert Nomination.objects.get().status == Status.WITHDRAWN
    assert signed_in(OTHER_LEAD).post(_page(asked)).status_code in {404, 422}
    assert not Mandate.objects.filter(user=asked.user, until_on__isnull=True).exists()


def test_whom_a_coordinator_let_in_rests_with_a_slip_of_the_administration(
    world: World, signed_in: SignIn
) -> None:
    sent = {"username": "quast", "display_name": "Ben Quast", "number": "", "role": "carer"}
    place = {"place": str(world.town.providers["flex"].id)}
    assert signed_in(COORDINATOR).post("/zugaenge/neu/", sent | place).status_code == 302
    person = User.objects.get(username="quast")
    address = f"/zugaenge/{person.id}/einladung/"
    assert signed_in(COORDINATOR).post(address).status_code == 200
    assert not Rest.objects.exists()
    assert signed_in(IT).post(address).status_code == 200
    assert Rest.objects.get().user == person
    # A second slip of the house does not wake them: nobody knows who took the first.
    assert signed_in(COORDINATOR).post(address).status_code == 200
    assert Rest.objects.going_on().exists()


@pytest.mark.usefixtures("by_clock")
def test_after_five_wrong_numbers_only_a_new_proposal_helps(
    world: World, signed_in: SignIn
) -> None:
    visitor, asked = _newcomer(world, signed_in)
    visitor.enrols_app()
    lead, wrong = signed_in(LEAD), "111111" if asked.number != "111111" else "222222"
    for _ in range(5):
        assert lead.post(_page(asked), {"number": wrong}).status_code == 422
    refused = lead.post(_page(asked), {"number": asked.number})
    assert (refused.status_code, "fünfmal falsch" in refused.content.decode()) == (422, True)
    assert visitor.opens("/familien/").status_code == 404
    told = Entry.objects.filter(event="nomination.wrong_number").order_by("seq")
    assert [entry.facts["tries"] for entry in told] == [1, 2, 3, 4, 5, 5]
    it, sent = signed_in(IT), {"role": "caseworker", "place": str(asked.team_id)}
    assert it.post(f"{_page(asked)}zurueckziehen/").status_code == 302
    assert it.post(f"/zugaenge/{asked.user_id}/", sent).status_code == 302
    again = Nomination.objects.waiting().get()
    assert lead.post(_page(again), {"number": again.number}).status_code == 302
    assert visitor.opens("/familien/").status_code == 200


def test_whoever_rests_is_not_named_as_deciding(world: World, signed_in: SignIn) -> None:
    asked, it = a_nomination(world, "overbeck", Role.CASEWORKER, team="nord"), signed_in(IT)
    page = f"/zugaenge/{asked.user_id}/"
    assert "wartet auf Renate Busch" in _shown(it, page)
    with world.acting(IT) as by:
        rests.let_rest(by=by, person=world.town.people[OTHER_LEAD])
    assert "wartet auf Andreas Kowalski" in _shown(it, page)
    assert "Renate Busch" not in _shown(it, page)


def test_a_head_is_not_asked_where_a_lead_is(world: World, signed_in: SignIn) -> None:
    a_nomination(world, "overbeck", Role.CASEWORKER, team="nord")
    waits = ": Bezirkssozialarbeit"
    assert waits in first_page(signed_in, OTHER_LEAD)
    assert waits not in first_page(signed_in, HEAD)
    assert waits in _shown(signed_in(HEAD), "/rechte/")
    team = Team.objects.get(id=world.town.teams["nord"].id)
    Mandate.objects.filter(team=team, role=Role.TEAM_LEAD).update(role=Role.CASEWORKER)
    assert waits in first_page(signed_in, HEAD)


def test_a_list_asks_for_every_role_and_gives_none(world: World, signed_in: SignIn) -> None:
    team, flex = world.town.teams["sued"].name, world.town.providers["flex"].name
    text = (
        "Anmeldename;Name;Telefon;Rolle;Ort\n"
        f"ahlers;Ute Ahlers;;Bezirkssozialarbeit;{team}\n"
        f"quast;Ben Quast;;Fachkraft des Trägers;{flex}\n"
    )
    slips = signed_in(IT).post("/zugaenge/liste/", {"text": text}).content.decode()
    assert slips.count("eine Zahl") == 2
    assert Nomination.objects.count() == 2
    assert not Mandate.objects.filter(user__username__in=["ahlers", "quast"]).exists()
    assert "wartet auf Bestätigung: Bezirkssozialarbeit" in _shown(signed_in(IT), "/zugaenge/")
    assert "Ben Quast" in _shown(signed_in(COORDINATOR), "/rechte/")
    assert "Ute Ahlers" not in _shown(signed_in(COORDINATOR), "/rechte/")
