"""A slip of the administration opens no family: the roles rest until a third person knows who came."""

import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import actions
from accounts.drafts import actions as drafts
from accounts.models import Mandate, Rest
from accounts.roles import Role
from audit.models import Entry
from tests.accounts.visitor import Visitor
from tests.agenda.reading import first_page
from tests.conftest import SignIn
from tests.world import World

IT, LEAD = "wolters", "nolte"
FIRST = {"password": "Der Ahorn wirft Schatten", "again": "Der Ahorn wirft Schatten"}
RESTS = "Ihre Rollen ruhen"
pytestmark = pytest.mark.usefixtures("by_clock")


def slip_of(answer: str) -> str:
    """Give the address on a slip."""
    found = re.search(r"(/einladung/[^<\s]+)", answer)
    assert found
    return found[1]


def comes_in(slip: str, name: str) -> Visitor:
    """Let whoever holds a slip come in."""
    visitor = Visitor()
    visitor.client.post(slip, FIRST)
    visitor.gives_password(name, FIRST["password"])
    visitor.enrols_app()
    return visitor


def begun_anew(world: World, signed_in: SignIn) -> tuple[Visitor, Rest]:
    """Let the worker begin anew: the lead vouches, the administration hands out the slip."""
    demir = world.town.people["demir"]
    Authenticator.objects.create(user=demir, type=Authenticator.Type.TOTP, data={})
    it = signed_in(IT)
    it.post(f"/zugaenge/{demir.id}/neubeginn/")
    signed_in(LEAD).post(f"/rechte/buergen/{demir.id}/", {"here": "on"})
    slip = it.post(f"/zugaenge/{demir.id}/neu-beginnen/").content.decode()
    return comes_in(slip_of(slip), demir.username), Rest.objects.get(user=demir)


def page(rest: Rest) -> str:
    """Give the address of resting roles."""
    return f"/rechte/ruhend/{rest.id}/"


def text(client: Client, address: str) -> str:
    """Read a page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_whoever_holds_the_slip_reads_no_family_until_the_lead_was_told_the_number(
    world: World, signed_in: SignIn
) -> None:
    visitor, rest = begun_anew(world, signed_in)
    own = text(visitor.client, "/zugang/")
    assert RESTS in own
    assert f"{rest.number[:3]} {rest.number[3:]}" in own
    assert "Gisela Nolte" in own
    assert visitor.opens("/familien/").status_code == 404
    assert not world.actor("demir").roles
    lead, waits = signed_in(LEAD), "Sevgi Demir ist wieder da"
    assert waits in first_page(signed_in, LEAD)
    assert rest.number not in text(lead, page(rest))
    assert lead.post(page(rest), {"number": "1"}).status_code == 422
    for stranger in (IT, "fries", "kaya", "brandt"):
        assert signed_in(stranger).get(page(rest)).status_code == 404
        told = {"number": rest.number}
        assert signed_in(stranger).post(page(rest), told).status_code == 404
    assert visitor.opens("/familien/").status_code == 404
    assert lead.post(page(rest), {"number": rest.number}).status_code == 302
    assert visitor.opens("/familien/").status_code == 200
    assert RESTS not in text(visitor.client, "/zugang/")
    assert waits not in first_page(signed_in, LEAD)
    about = Entry.objects.filter(about__contains=[rest.user_id])
    assert about.get(event="rest.woken").who == world.town.people[LEAD].id
    assert about.get(event="rest.wrong_number").facts["tries"] == 1


def test_after_five_wrong_numbers_none_helps_until_there_is_a_new_slip(
    world: World, signed_in: SignIn
) -> None:
    visitor, rest = begun_anew(world, signed_in)
    lead, wrong = signed_in(LEAD), "111111" if rest.number != "111111" else "222222"
    for _ in range(5):
        assert lead.post(page(rest), {"number": wrong}).status_code == 422
    refused = lead.post(page(rest), {"number": rest.number})
    assert "fünfmal falsch" in refused.content.decode()
    assert visitor.opens("/familien/").status_code == 404
    demir = rest.user
    Authenticator.objects.filter(user=demir).delete()
    slip = signed_in(IT).post(f"/zugaenge/{demir.id}/einladung/").content.decode()
    again = comes_in(slip_of(slip), demir.username)
    rest.refresh_from_db()
    assert (rest.tries, rest.ended_at) == (0, None)
    assert again.opens("/familien/").status_code == 404
    assert lead.post(page(rest), {"number": rest.number}).status_code == 302
    assert again.opens("/familien/").status_code == 200


def test_an_invitation_of_the_administration_lets_given_roles_rest_too(
    world: World, signed_in: SignIn
) -> None:
    """Whoever gave the role: by the clock, a coordinator, the lead."""
    demir = world.town.people["demir"]
    slip = signed_in(IT).post(f"/zugaenge/{demir.id}/einladung/").content.decode()
    visitor = comes_in(slip_of(slip), demir.username)
    assert visitor.opens("/familien/").status_code == 404
    assert Rest.objects.get().user == demir
    # Somebody of the administration opens no family: nothing rests.
    helper = world.town.people["rosin"]
    Mandate.objects.filter(user=helper).update(role=Role.IT_ADMIN, team=None)
    signed_in(IT).post(f"/zugaenge/{helper.id}/einladung/")
    assert not Rest.objects.filter(user=helper).exists()


def test_a_slip_from_the_console_lets_given_roles_rest_too(world: World) -> None:
    for name, rests in (("demir", True), ("wolters", False)):
        person, out = world.town.people[name], StringIO()
        call_command("invite", person.username, stdout=out)
        assert Rest.objects.filter(user=person).exists() == rests
        visitor = comes_in(slip_of(out.getvalue()), person.username)
        assert visitor.opens("/").headers.get("Location") == ("/zugang/" if rests else None)


def test_a_new_slip_ends_the_one_before(world: World, signed_in: SignIn) -> None:
    it, page_of = signed_in(IT), f"/zugaenge/{world.town.people['demir'].id}/einladung/"
    first, second = (slip_of(it.post(page_of).content.decode()) for _ in range(2))
    assert first != second
    assert Client().get(second).status_code == 200
    assert Client().get(first).status_code != 200
    assert Client().post(first, FIRST).status_code != 302


def test_with_the_access_the_rest_ends_and_nobody_wakes_it(world: World, signed_in: SignIn) -> None:
    visitor, rest = begun_anew(world, signed_in)
    with world.acting(IT) as by:
        actions.deactivate(by=by, person=rest.user)
    rest.refresh_from_db()
    assert rest.ended_at
    assert signed_in(LEAD).post(page(rest), {"number": rest.number}).status_code == 404
    assert visitor.opens("/familien/").status_code == 302


def test_the_database_lets_nobody_wake_what_they_let_rest(world: World, signed_in: SignIn) -> None:
    _, rest = begun_anew(world, signed_in)
    for person in (rest.begun_by, rest.user):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rest.objects.filter(id=rest.id).update(woken_by=person)


def test_while_roles_rest_nothing_opens_but_the_own_access(world: World, signed_in: SignIn) -> None:
    with world.acting("demir") as by:
        drafts.keep(
            by=by, address="/notieren/", fields={"text": ["Familie Velmbrinker"]}, proven=True
        )
    visitor, rest = begun_anew(world, signed_in)
    for shut in ("/zugang/entwuerfe/", "/meine-zugriffe/", "/notieren/", "/suche/"):
        assert visitor.opens(shut).status_code == 404, shut
    assert visitor.opens("/").headers["Location"] == "/zugang/"
    assert visitor.opens("/zugang/zweiter-faktor/").status_code == 200
    signed_in(LEAD).post(page(rest), {"number": rest.number})
    assert "Velmbrinker" in visitor.opens("/zugang/entwuerfe/").content.decode()


def test_the_place_among_colleagues_stays(world: World, signed_in: SignIn) -> None:
    begun_anew(world, signed_in)
    demir, kaya = world.town.people["demir"], world.town.people["kaya"]
    with world.acting(LEAD) as by:
        actions.set_deputy(by=by, person=demir, deputy=kaya)
        absence = actions.set_absence(by=by, person=demir, until_on=by.today)
    assert absence.user == demir
    assert demir.id in world.actor("kaya").stands_in_for


def test_the_first_head_of_a_new_office_needs_nobody_to_be_told_a_number(
    world: World, signed_in: SignIn
) -> None:
    head = world.town.people["kowalski"]
    Mandate.objects.exclude(role__in={Role.IT_ADMIN, Role.CLOCK}).exclude(user=head).update(
        role=Role.IT_ADMIN, team=None, provider_id=None
    )
    slip = signed_in(IT).post(f"/zugaenge/{head.id}/einladung/").content.decode()
    visitor = comes_in(slip_of(slip), head.username)
    assert visitor.opens("/").status_code == 200
    assert not Rest.objects.exists()


def test_a_slip_and_an_account_of_the_town_are_never_open_together(
    world: World, signed_in: SignIn
) -> None:
    demir = world.town.people["demir"]
    SocialAccount.objects.create(user=demir, provider="issuer", uid="of-the-administration")
    signed_in(IT).post(f"/zugaenge/{demir.id}/einladung/")
    assert not SocialAccount.objects.filter(user=demir).exists()
