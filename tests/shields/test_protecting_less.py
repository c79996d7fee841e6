"""Protecting less takes two people; carers open an address only while they go there."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Mandate
from accounts.roles import Role
from audit.deeds import NotPossibleError
from audit.models import Entry
from protection import wall
from referrals.aids.models import Share
from referrals.easings import actions
from referrals.families import actions as families
from referrals.families.models import Family
from referrals.shields.models import Change, Level, Naming, Shield, Withheld
from tests.conftest import SignIn
from tests.stages import aids
from tests.stages.families import a_family
from tests.stages.shields import a_shielded_family, shielded
from tests.world import World


@pytest.fixture(autouse=True)
def _standing(world: World) -> Iterator[None]:
    with wall.as_office():
        yield


def page(signed_in: SignIn, who: str, family: Family) -> str:
    return signed_in(who).get(f"/familien/{family.id}/").content.decode()


def test_ending_a_shield_takes_the_lead_and_another(world: World, signed_in: SignIn) -> None:
    family = a_shielded_family(world)
    shield = Shield.objects.get()
    less = f"/schutz/{shield.id}/weniger/"
    assert signed_in("demir").post(less, {"level": "0"}).status_code == 404
    assert signed_in("nolte").post(less, {"level": "0"}).status_code == 302
    change = Change.objects.get()
    yes = f"/schutz/vorschlag/{change.id}/ja/"
    signed_in("nolte").post(yes)
    assert "Hundekehrgasse" not in page(signed_in, "demir", family)
    assert (
        "Wartet auf eine zweite Person"
        in signed_in("demir").get(f"/familien/{family.id}/schutz/").content.decode()
    )
    assert signed_in("demir").post(yes).status_code == 302
    shown = page(signed_in, "demir", family)
    assert "Hundekehrgasse 12a" in shown
    assert "030 23125-9001" in shown
    assert "geschützt:" not in shown
    family.refresh_from_db()
    assert family.space is not None


def test_nobody_confirms_what_they_proposed_themselves(world: World) -> None:
    a_shielded_family(world)
    with world.acting("nolte") as by:
        change = actions.propose_less(by=by, shield=Shield.objects.get())
        with pytest.raises(PermissionDenied):
            actions.confirm(by=by, change=change)
    assert Shield.objects.standing().exists()


def test_two_leads_do_not_protect_less_without_the_keeper(world: World, signed_in: SignIn) -> None:
    family = a_shielded_family(world)
    shield = Shield.objects.get()
    also_leads(world, family, "rosin")
    with world.acting("nolte") as by:
        lower = actions.propose_less(by=by, shield=shield, level=Level.CONDITIONAL)
        name = actions.propose_naming(by=by, shield=shield, person=world.town.people["kaya"])
    waits = signed_in("rosin").get("/").content.decode()
    assert f"{family.word}: Schutz verringern" not in waits
    for change in (lower, name):
        address = f"/schutz/vorschlag/{change.id}/ja/"
        assert signed_in("rosin").post(address).status_code == 404
        assert signed_in("nolte").post(address).status_code == 404
        assert signed_in("demir").post(address).status_code == 302
    shield.refresh_from_db()
    assert shield.level == Level.CONDITIONAL
    assert world.town.people["kaya"].id in shield.people


def test_who_led_the_team_once_is_no_lead(world: World, signed_in: SignIn) -> None:
    """What a keeper proposes who led the team before is decided by the lead of today."""
    family = a_shielded_family(world)
    today = world.actor("demir").today
    since, until = today - timedelta(days=90), today - timedelta(days=30)
    also_leads(world, family, "demir", since_on=since, until_on=until)
    with world.acting("demir") as by:
        change = actions.propose_naming(
            by=by, shield=Shield.objects.get(), person=world.town.people["kaya"]
        )
    address = f"/schutz/vorschlag/{change.id}/ja/"
    assert signed_in("nolte").post(address).status_code == 302
    change.refresh_from_db()
    assert change.agreed


def also_leads(world: World, family: Family, who: str, **days: date) -> None:
    """Let somebody lead the family's team too, or on some days."""
    since = {"since_on": world.actor(who).today, **days}
    Mandate.objects.create(
        user=world.town.people[who], role=Role.TEAM_LEAD, team=family.team, **since
    )


def test_lowering_keeps_the_address_sealed(world: World, signed_in: SignIn) -> None:
    family = a_shielded_family(world, Level.HIGH)
    shield = Shield.objects.get()
    with world.acting("nolte") as by:
        change = actions.propose_less(by=by, shield=shield, level=Level.CONDITIONAL)
        with pytest.raises(NotPossibleError):
            actions.propose_less(by=by, shield=shield, level=Level.HIGH)
    with world.acting("demir") as by:
        actions.confirm(by=by, change=change)
    shield.refresh_from_db()
    assert (shield.level, shield.until_on) == (Level.CONDITIONAL, None)
    assert "Hundekehrgasse" not in page(signed_in, "demir", family)


def test_a_former_address_stays_protected_after_the_end(world: World, signed_in: SignIn) -> None:
    family = a_shielded_family(world, opened=40)
    today = world.actor("demir").today
    new = {"street": "Schlägelkehre", "house_number": "3", "since_on": today.isoformat()}
    signed_in("demir").post(f"/familien/{family.id}/umzug/", new)
    with world.acting("nolte") as by:
        change = actions.propose_less(by=by, shield=Shield.objects.get())
    with world.acting("demir") as by:
        actions.confirm(by=by, change=change)
    shown = page(signed_in, "demir", family)
    assert "Schlägelkehre 3" in shown
    assert "Hundekehrgasse" not in shown


def test_naming_a_colleague_takes_the_lead_too(world: World, signed_in: SignIn) -> None:
    family = a_family(world, second_worker=world.town.people["nassar"])
    shield = shielded(world, family)
    address = f"/familien/{family.id}/anschrift/"
    nassar = {"person": world.town.people["nassar"].id}
    assert signed_in("demir").post(f"/schutz/{shield.id}/benennen/", nassar).status_code == 302
    change = Change.objects.get()
    assert signed_in("nassar").post(f"/schutz/vorschlag/{change.id}/ja/").status_code == 404
    assert signed_in("nassar").post(address).status_code == 404
    signed_in("nolte").post(f"/schutz/vorschlag/{change.id}/ja/")
    assert "Hundekehrgasse 12a" in signed_in("nassar").post(address).content.decode()
    naming = Naming.objects.get(person=world.town.people["nassar"])
    signed_in("nolte").post(f"/schutz/benennung/{naming.id}/beenden/")
    assert signed_in("nassar").post(address).status_code == 404
    with world.acting("nassar"):
        assert not Withheld.objects.exists()


def test_a_proposal_ends_with_whoever_made_it_and_the_new_worker_is_told_the_way(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    shield = shielded(world, family, named=("nolte", "kowalski"))
    own = {"person": world.town.people["demir"].id}
    assert signed_in("demir").post(f"/schutz/{shield.id}/benennen/", own).status_code == 302
    change = Change.objects.get()
    colleague = world.town.people["kaya"]
    with world.acting("nolte") as by:
        families.hand_over(by=by, family=family, worker=colleague)
    refused = signed_in("nolte").post(f"/schutz/vorschlag/{change.id}/ja/", follow=True)
    assert "ist für diese Familie nicht mehr zuständig" in refused.content.decode()
    assert not Naming.objects.filter(person=world.town.people["demir"]).exists()
    page = signed_in("kaya").get(f"/familien/{family.id}/").content.decode()
    assert f'href="/schutz/{shield.id}/benennen/"' in page
    signed_in("kaya").post(f"/schutz/{shield.id}/benennen/", {"person": colleague.id})
    [again] = Change.objects.filter(decided_at=None, person=colleague)
    signed_in("nolte").post(f"/schutz/vorschlag/{again.id}/ja/")
    page = signed_in("kaya").get(f"/familien/{family.id}/").content.decode()
    assert ("Adresse anzeigen" in page, "benennen/" in page) == (True, False)


def test_two_of_the_office_stay_named(world: World) -> None:
    a_shielded_family(world)
    with world.acting("demir") as by, pytest.raises(NotPossibleError, match="mindestens zwei"):
        actions.unname(by=by, naming=Naming.objects.order_by("id")[0])


def test_under_a_lock_nobody_is_the_seventh(world: World) -> None:
    family = a_family(world)
    six = ["demir", "nolte", "kaya", "rosin", "wiegand", "overbeck"]
    shield = shielded(world, family, named=six)
    with world.acting("demir") as by:
        change = actions.propose_naming(by=by, shield=shield, person=world.town.people["fries"])
    with world.acting("nolte") as by, pytest.raises(NotPossibleError, match="höchstens sechs"):
        actions.confirm(by=by, change=change)


def test_a_named_carer_opens_it_until_the_day(world: World, signed_in: SignIn) -> None:
    share = _carer_named(world, days=10)
    address = f"/hilfen/{share.aid_id}/anschrift/"
    button = signed_in("sahin").get(f"/hilfen/{share.aid_id}/").content.decode()
    assert "Adresse anzeigen" in button
    assert "Hundekehrgasse" not in button
    shown = signed_in("sahin").post(address).content.decode()
    assert "Hundekehrgasse 12a" in shown
    assert "Handballverein" not in shown
    assert Entry.objects.filter(event="shield.shown", facts__transmission=True).exists()
    for stranger in ("brandt", "vogt", "aydin"):
        assert signed_in(stranger).post(address).status_code == 404
        with world.acting(stranger):
            assert not Withheld.objects.exists()
    naming = Naming.objects.get(provider__isnull=False)
    Naming.objects.filter(id=naming.id).update(until_on=world.actor("sahin").today - timedelta(1))
    assert signed_in("sahin").post(address).status_code == 404


def test_a_carer_who_does_not_go_there_any_more_finds_nothing(
    world: World, signed_in: SignIn
) -> None:
    share = _carer_named(world, days=30)
    Share.objects.filter(id=share.id).update(carer=world.town.people["vogt"])
    with world.acting("sahin"):
        assert Withheld.objects.exists()
    assert signed_in("sahin").post(f"/hilfen/{share.aid_id}/anschrift/").status_code == 404
    by = type(world.actor("demir")).clock(world.actor("demir").now)
    with wall.standing_as(by):
        assert actions.sweep(by=by) == 1
        assert actions.sweep(by=by) == 0
    with world.acting("sahin"):
        assert not Withheld.objects.exists()
    assert Shield.objects.get().readers == []


def test_only_carers_who_go_there_are_named(world: World) -> None:
    a_shielded_family(world)
    today = world.actor("demir").today
    with world.acting("demir") as by, pytest.raises(NotPossibleError, match="nicht in die Familie"):
        actions.propose_naming(
            by=by, shield=Shield.objects.get(), person=world.town.people["sahin"], until_on=today
        )


def _carer_named(world: World, *, days: int) -> Share:
    """A help with a carer, in a protected family that named the carer for some days."""
    family = a_family(world)
    aid = aids.a_running_aid(world, ("flex",), family=family, since=20)
    share = aid.shares.get()
    shield = shielded(world, family)
    until = world.actor("demir").today + timedelta(days=days)
    with world.acting("demir") as by:
        change = actions.propose_naming(
            by=by, shield=shield, person=world.town.people["sahin"], until_on=until
        )
    with world.acting("nolte") as by:
        actions.confirm(by=by, change=change)
    return share
