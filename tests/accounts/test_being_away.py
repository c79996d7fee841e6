"""Being away: the deputy stands in on these days and on no others."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts import actions
from accounts.actor import Actor
from accounts.models import Team, User
from accounts.roles import Role
from audit.deeds import NotPossibleError
from tests.accounts.visitor import MakePerson, Visitor


@pytest.fixture
def team(by_clock: Actor) -> Team:
    """A team of the office."""
    return actions.open_team(by=by_clock, name="Bezirk Hafen", district="hafen")


def hired(by: Actor, team: Team, name: str, role: Role = Role.CASEWORKER) -> User:
    """Open the access of somebody of the team."""
    person = actions.open_account(by=by, username=name, display_name=f"Frau {name}")
    actions.give_mandate(by=by, person=person, role=role, team=team)
    return person


def test_an_absence_makes_the_deputy_for_its_days(by_clock: Actor, team: Team) -> None:
    away, deputy = hired(by_clock, team, "seidenfaden"), hired(by_clock, team, "lerchenfeld")
    today = by_clock.today
    me = Actor.of(away, now=by_clock.now)
    actions.set_absence(by=me, person=away, deputy=deputy, until_on=today + timedelta(days=2))
    days = {
        shift: away.id in Actor.of(deputy, now=by_clock.now + timedelta(days=shift)).stands_in_for
        for shift in (-1, 0, 2, 3)
    }
    assert days == {-1: False, 0: True, 2: True, 3: False}


def test_whoever_is_back_has_no_deputy_any_more(by_clock: Actor, team: Team) -> None:
    away, deputy = hired(by_clock, team, "seidenfaden"), hired(by_clock, team, "lerchenfeld")
    me = Actor.of(away, now=by_clock.now)
    until = by_clock.today + timedelta(days=9)
    actions.set_absence(by=me, person=away, deputy=deputy, until_on=until)
    actions.end_absence(by=me, person=away)
    assert not Actor.of(deputy, now=by_clock.now).stands_in_for


def test_an_absence_is_entered_on_the_own_page(visitor: Visitor, make_person: MakePerson) -> None:
    person, colleague = make_person("seidenfaden"), make_person("lerchenfeld")
    visitor.gives_password(person.username)
    visitor.enrols_app()
    by = Actor.of(person, now=Actor.clock(person.made_at).now)
    until = by.today + timedelta(days=3)
    given = {"until_on": until.isoformat(), "deputy": str(colleague.id)}
    form = visitor.opens("/zugang/").content.decode()
    assert "Bitte wählen" in form
    assert "Select an option" not in form
    visitor.client.post("/zugang/", given)
    page = visitor.opens("/zugang/").content.decode()
    assert f"Sie sind bis {until:%d.%m.%Y} als abwesend eingetragen." in page
    visitor.client.post("/zugang/wieder-da/")
    assert "als abwesend eingetragen." not in visitor.opens("/zugang/").content.decode()


def test_a_day_that_has_passed_is_refused_beside_the_field(
    visitor: Visitor, make_person: MakePerson
) -> None:
    person, colleague = make_person("seidenfaden"), make_person("lerchenfeld")
    visitor.gives_password(person.username)
    visitor.enrols_app()
    given = {"until_on": "2020-01-01", "deputy": str(colleague.id)}
    answer = visitor.client.post("/zugang/", given).content.decode()
    assert "Der letzte Tag liegt vor dem ersten." in answer
    assert 'value="2020-01-01"' in answer


def test_only_colleagues_of_the_same_work_can_stand_in(by_clock: Actor, team: Team) -> None:
    away = hired(by_clock, team, "seidenfaden")
    officer = actions.open_account(by=by_clock, username="ackermann", display_name="Herr Ackermann")
    actions.give_mandate(by=by_clock, person=officer, role=Role.DPO)
    me = Actor.of(away, now=by_clock.now)
    with pytest.raises(NotPossibleError, match="kann Sie nicht vertreten"):
        actions.set_absence(by=me, person=away, deputy=officer, until_on=by_clock.today)


def test_a_lead_may_enter_an_absence_and_a_colleague_may_not(by_clock: Actor, team: Team) -> None:
    away, deputy = hired(by_clock, team, "seidenfaden"), hired(by_clock, team, "lerchenfeld")
    lead = hired(by_clock, team, "wiesengrund", Role.TEAM_LEAD)
    today = by_clock.today
    colleague = Actor.of(deputy, now=by_clock.now)
    with pytest.raises(PermissionDenied):
        actions.set_absence(by=colleague, person=away, deputy=deputy, until_on=today)
    leading = Actor.of(lead, now=by_clock.now)
    actions.set_absence(by=leading, person=away, deputy=deputy, until_on=today)
    assert Actor.of(deputy, now=by_clock.now).stands_in_for == {away.id}
