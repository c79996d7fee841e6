"""Letting people in through the pages: the administration everybody, coordinators their own people."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Mandate, User
from accounts.roles import Role
from audit.models import Entry
from tests.conftest import SignIn
from tests.stages.people import a_role
from tests.world import World

HEAD = "Anmeldename;Name;Telefon;Rolle;Ort\n"
GOOD = HEAD + (
    "ahlers;Ute Ahlers;+49 30 23125-301;Bezirkssozialarbeit;Bezirk Süd\n"
    "quast;Ben Quast;;Fachkraft des Trägers;FleX\n"
    "zobel;Ina Zobel;;Geschäftszimmer;\n"
)
NEW = {"username": "Ahlers", "display_name": "Ute Ahlers", "number": "030 1"}


def _page(client: Client, person: User) -> str:
    return client.get(f"/zugaenge/{person.id}/").content.decode()


def _upload(client: Client, text: str) -> Any:
    file = SimpleUploadedFile("liste.csv", text.encode("utf-8-sig"))
    return client.post("/zugaenge/liste/", {"file": file})


def _names(world: World) -> tuple[str, str]:
    """Name the team and the provider as the list of people writes them."""
    return world.town.teams["sued"].name, world.town.providers["flex"].name


def _good(world: World) -> str:
    team, provider = _names(world)
    return GOOD.replace("Bezirk Süd", team).replace("FleX", provider)


def test_the_administration_lets_a_person_in_and_hands_over_a_slip(
    world: World, signed_in: SignIn
) -> None:
    client, team = signed_in("wolters"), world.town.teams["sued"]
    sent = NEW | {"role": Role.CASEWORKER.value, "place": str(team.id)}
    assert client.post("/zugaenge/neu/", sent).status_code == 302
    person = User.objects.get(username="ahlers")
    assert not person.mandates.exists()
    assert world.actor("wolters").user_id == person.nominations.get().asked_by_id
    slip = client.post(f"/zugaenge/{person.id}/einladung/").content.decode()
    address = re.search(r"(/einladung/[^<\s]+)", slip)
    assert address
    first = {"password": "Der Ahorn wirft Schatten", "again": "Der Ahorn wirft Schatten"}
    assert Client().post(address[1], first).status_code == 302
    assert "noch nicht eingerichtet" in _page(client, person)


def test_a_role_at_the_wrong_place_is_said_beside_the_place(
    world: World, signed_in: SignIn
) -> None:
    sent = NEW | {"role": Role.CASEWORKER.value, "place": "office"}
    answer = signed_in("wolters").post("/zugaenge/neu/", sent)
    assert answer.status_code == 422
    assert "gehört ein Team" in answer.content.decode()
    assert not User.objects.filter(username="ahlers").exists()


@pytest.mark.parametrize("who", ["wolters", "brandt"])
def test_nobody_gives_themselves_a_role_and_the_attempt_is_recorded(
    world: World, signed_in: SignIn, who: str
) -> None:
    me, provider = world.town.people[who], world.town.providers["flex"]
    role = {"role": Role.PROVIDER_ADMIN.value, "place": str(provider.id)}
    client = signed_in(who)
    assert client.post(f"/zugaenge/{me.id}/", role).status_code == 404
    assert client.post(f"/zugaenge/{me.id}/beenden/").status_code == 404
    own = Mandate.objects.get(user=me)
    assert client.post(f"/zugaenge/{me.id}/rollen/{own.id}/").status_code == 404
    refused = Entry.objects.filter(who=me.id, event__endswith=".refused")
    assert set(refused.values_list("event", flat=True)) == {
        "admissions.give_or_nominate.refused",
        "accounts.deactivate.refused",
        "accounts.end_mandate.refused",
    }
    assert Mandate.objects.get(user=me).until_on is None


def test_an_ended_access_ends_at_the_next_request(world: World, signed_in: SignIn) -> None:
    carer, boss = signed_in("sahin"), signed_in("brandt")
    assert carer.get("/zugang/").status_code == 200
    ending = f"/zugaenge/{world.town.people['sahin'].id}/beenden/"
    asked = boss.get(ending).content.decode()
    assert "Mit dem Zugang enden: Fachkraft des Trägers" in asked
    assert "Nicht beenden" in asked
    assert signed_in("krause").get(ending).status_code == 404
    # Reading what follows ends nothing.
    assert carer.get("/zugang/").status_code == 200
    assert boss.post(ending).status_code == 302
    # What is over cannot be ended again.
    assert signed_in("wolters").get(ending).status_code == 404
    assert carer.get("/zugang/").status_code == 302


def test_before_a_role_ends_the_page_says_what_follows(world: World, signed_in: SignIn) -> None:
    sahin, boss = world.town.people["sahin"], signed_in("brandt")
    role = Mandate.objects.get(user=sahin)
    ending = f"/zugaenge/{sahin.id}/rollen/{role.id}/"
    asked = boss.get(ending).content.decode()
    assert "Der Zugang selbst bleibt bestehen" in asked
    assert "Übergaben" in asked
    assert signed_in("krause").get(ending).status_code == 404
    role.refresh_from_db()
    assert role.until_on is None
    own = Mandate.objects.get(user=world.town.people["brandt"])
    assert boss.get(f"/zugaenge/{own.user_id}/rollen/{own.id}/").status_code == 404


def test_a_coordinator_gives_the_three_roles_of_the_house_and_no_other(
    world: World, signed_in: SignIn
) -> None:
    client, vogt = signed_in("brandt"), world.town.people["vogt"]
    flex, other = world.town.providers["flex"], world.town.providers["leben-lernen"]
    for role in (Role.COORDINATOR, Role.PROVIDER_ADMIN):
        sent = {"role": role.value, "place": str(flex.id)}
        assert client.post(f"/zugaenge/{vogt.id}/", sent).status_code == 302
    for sent in (
        {"role": Role.CARER.value, "place": str(other.id)},
        {"role": Role.HEAD.value, "place": str(flex.id)},
        {"role": Role.HEAD.value, "place": "office"},
    ):
        assert client.post(f"/zugaenge/{vogt.id}/", sent).status_code == 422
    assert world.actor("vogt").houses == {flex.id}
    assert world.actor("vogt").roles == {Role.CARER, Role.COORDINATOR, Role.PROVIDER_ADMIN}


def test_a_coordinator_sees_the_people_of_the_own_house_only(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in("brandt")
    page = client.get("/mitarbeitende/").content.decode()
    assert "Derya Sahin" in page
    for stranger in ("Simone Krause", "Sevgi Demir", "Jana Wolters"):
        assert stranger not in page
    for code in ("krause", "demir", "wolters"):
        assert client.get(f"/zugaenge/{world.town.people[code].id}/").status_code == 404
    assert client.get("/zugaenge/").status_code == 404
    assert signed_in("sahin").get("/mitarbeitende/").status_code == 404


def test_somebody_of_two_houses_keeps_one_when_the_other_ends(
    world: World, signed_in: SignIn
) -> None:
    vogt, houses = world.town.people["vogt"], world.town.providers
    a_role(vogt, Role.CARER, provider_id=houses["leben-lernen"].id)
    client = signed_in("brandt")
    page = _page(client, vogt)
    assert houses["leben-lernen"].name not in page
    # Neither house ends the access as a whole, or sets it up anew.
    assert client.post(f"/zugaenge/{vogt.id}/beenden/").status_code == 404
    assert client.post(f"/zugaenge/{vogt.id}/einladung/").status_code == 404
    elsewhere = Mandate.objects.get(user=vogt, provider_id=houses["leben-lernen"].id)
    assert client.post(f"/zugaenge/{vogt.id}/rollen/{elsewhere.id}/").status_code == 404
    own = Mandate.objects.get(user=vogt, provider_id=houses["flex"].id)
    assert client.post(f"/zugaenge/{vogt.id}/rollen/{own.id}/").status_code == 302
    tomorrow = world.actor("vogt", world.ago(days=-1))
    assert tomorrow.providers == {houses["leben-lernen"].id}


def test_a_list_is_shown_before_anything_happens_and_then_done_whole(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in("wolters")
    shown = _upload(client, _good(world))
    assert "Ute Ahlers" in shown.content.decode()
    assert not User.objects.filter(username="ahlers").exists()
    slips = client.post("/zugaenge/liste/", {"text": _good(world)}).content.decode()
    assert slips.count("Hier beginnen") == 3
    assert len(set(re.findall(r"/einladung/[^<\s]+", slips))) == 3
    # The same list once more: nobody twice, and nothing of it half.
    again = client.post("/zugaenge/liste/", {"text": _good(world)})
    assert again.status_code == 422
    assert User.objects.filter(username__in=["ahlers", "quast", "zobel"]).count() == 3


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("demir;Nina Demir;;Geschäftszimmer;", "gibt es schon"),
        ("ahlers;Uwe Ahlers;;Geschäftszimmer;", "gibt es schon"),
        ("neu;=SUMME(1);;Geschäftszimmer;", "als Formel lesen"),
        ("n eu;Nora Neu;;Geschäftszimmer;", "kleinen Buchstaben"),
        ("neu;Nora Neu;;Zauberei;", "Die Rolle „Zauberei“"),
        ("neu;Nora Neu;;Teamleitung;Atlantis", "Den Ort „Atlantis“"),
        ("neu;Nora Neu;;Teamleitung;", "gehört ein Team"),
        ("neu;Nora Neu;=1+1;Geschäftszimmer;", "Telefonnummer"),
    ],
)
def test_one_wrong_line_stops_the_whole_list_and_is_named(
    world: World, signed_in: SignIn, line: str, problem: str
) -> None:
    client, text = signed_in("wolters"), _good(world) + line + "\n"
    for answer in (_upload(client, text), client.post("/zugaenge/liste/", {"text": text})):
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Zeile 5" in page
        assert problem in page
    assert not User.objects.filter(username="ahlers").exists()


@pytest.mark.parametrize("content", ["", "Name\nx\n", HEAD, "\x00\x01\x02", HEAD + '"' * 9])
def test_what_is_no_list_gets_a_sentence(world: World, signed_in: SignIn, content: str) -> None:
    assert _upload(signed_in("wolters"), content).status_code == 422


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_list_from_any_spreadsheet_keeps_its_umlauts(
    world: World, signed_in: SignIn, code: str
) -> None:
    text = HEAD + "bohm;Jörg Böhm;;Geschäftszimmer;\n"
    file = SimpleUploadedFile("liste.csv", text.encode(code))
    shown = signed_in("wolters").post("/zugaenge/liste/", {"file": file}).content.decode()
    assert "Jörg Böhm" in shown
    assert ("ob die Umlaute stimmen" in shown) == (code == "cp1252")
    assert "1 Person einladen" in shown


def test_what_is_no_text_is_refused_and_a_file_is_needed(world: World, signed_in: SignIn) -> None:
    client = signed_in("wolters")
    for content in (GOOD.encode("utf-16"), GOOD.encode("utf-16-le"), b"\x81\x8d" + GOOD.encode()):
        file = SimpleUploadedFile("liste.csv", content)
        answer = client.post("/zugaenge/liste/", {"file": file})
        assert answer.status_code == 422
        assert "CSV UTF-8“." in answer.content.decode()
    asked = client.get("/zugaenge/liste/").content.decode()
    assert "(freiwillig)" not in asked
    assert (
        "Bitte wählen Sie eine Datei."
        in client.post("/zugaenge/liste/", {"text": ""}).content.decode()
    )


def test_the_list_says_where_a_name_is_there_already(world: World, signed_in: SignIn) -> None:
    text = HEAD + "sdemir;Sevgi Demir;;Geschäftszimmer;\nneu;Nora Neu;;Geschäftszimmer;\n"
    shown = _upload(signed_in("wolters"), text).content.decode()
    assert shown.count("diesen Namen gibt es schon") == 1
    # A provider's people do not learn who works elsewhere.
    other = HEAD + "skrause;Simone Krause;;Fachkraft des Trägers;\n"
    assert "diesen Namen" not in _upload(signed_in("brandt"), other).content.decode()


def test_a_coordinator_reads_in_a_list_of_own_people(world: World, signed_in: SignIn) -> None:
    client = signed_in("brandt")
    good = HEAD + "quast;Ben Quast;;Fachkraft des Trägers;\n"
    assert client.post("/zugaenge/liste/", {"text": good}).status_code == 200
    assert (
        world.town.providers["flex"].id
        == User.objects.get(username="quast").mandates.get().provider_id
    )
    other = HEAD + "zobel;Ina Zobel;;Bezirkssozialarbeit;\n"
    assert client.post("/zugaenge/liste/", {"text": other}).status_code == 422


def test_who_looks_for_a_person_writes_no_name_into_an_address(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in("wolters")
    assert "Derya Sahin" in client.post("/zugaenge/", {"q": "sahin"}).content.decode()
    assert "Derya Sahin" in client.get("/zugaenge/?q=vogt&place=&state=").content.decode()
    page = client.get(f"/zugaenge/?place={world.town.teams['nord'].id}").content.decode()
    assert ("Ute Kempe" in page, "Derya Sahin" in page) == (True, False)
