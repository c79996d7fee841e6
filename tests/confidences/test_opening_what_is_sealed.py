"""The few lawful ways on which something confided reaches a second person (SGB VIII § 65 (1))."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from audit.deeds import NotPossibleError
from audit.models import Entry
from protection import wall
from protection.models import Circle, DataKey
from referrals.confidences import actions
from referrals.confidences.models import ConfidedNote, ConfidedRelease, Ground, Unsealing
from tests.agenda.reading import first_page, verb
from tests.conftest import SignIn
from tests.stages.cast import CONFIDED, CONFIDER
from tests.stages.confidences import (
    SIGNS,
    a_child_protection_expert,
    a_confided_note,
    a_worker_who_left,
    an_unsealing,
)
from tests.stages.conflicts import a_conflict, i_know_them
from tests.stages.families import a_family
from tests.world import World

LIST = "/notizen/anvertraut/"
WHY_NOT = "Die Schule hat die Sorge schon selbst an uns gegeben."
PART = "Das Kind sagt, es habe Angst vor den Nächten."


def test_a_part_goes_to_one_person_for_one_purpose(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    note = a_confided_note(world, family)
    people = world.town.people
    typed = {"ground": "consent", "receiver": str(people["wiegand"].id), "purpose": "Arztbesuch"}
    browser = signed_in("demir")
    address = f"{LIST}{note.id}/weitergeben/"
    assert CONFIDED in browser.get(address).content.decode()
    assert browser.post(address, {**typed, "part": ""}).status_code == 422
    sent = {**typed, "part": PART, "once": str(uuid4())}
    for _ in range(2):
        browser.post(address, sent)
    assert f"an {people['wiegand'].display_name}" in browser.get(LIST).content.decode()
    shown = signed_in("wiegand").get(LIST).content.decode()
    assert shown.count(PART) == 1
    assert "Zweck: Arztbesuch" in shown
    assert CONFIDED not in shown
    for other in ("nolte", "kowalski", "demir", "kaya"):
        if other != "demir":
            assert PART not in signed_in(other).get(LIST).content.decode()
        with world.acting(other):
            assert not ConfidedRelease.objects.exists()


def test_at_a_change_it_goes_to_nobody_but_the_next_worker(world: World) -> None:
    note = a_confided_note(world, a_family(world))
    people = world.town.people
    told: dict[str, Any] = {"purpose": "Einschätzung", "part": PART}
    with world.acting("demir") as by:
        for receiver in ("wiegand", "brandt", "demir"):
            with pytest.raises(NotPossibleError):
                actions.release(
                    by=by, note=note, ground=Ground.CHANGE, receiver=people[receiver], **told
                )
    with world.acting("nolte") as by, pytest.raises(PermissionDenied):
        actions.release(by=by, note=note, ground=Ground.COURT, receiver=people["kaya"], **told)


def test_two_people_open_what_a_worker_who_left_has_sealed(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    a_child_protection_expert(world)
    asked = an_unsealing(world, family)
    agree = f"/versiegeltes/{asked.id}/zustimmen/"
    for stranger in ("demir", "nolte", "seidel", "brandt"):
        assert signed_in(stranger).post(agree).status_code == 404
    head, expert = signed_in("kowalski"), signed_in("kempe")
    assert head.get("/versiegeltes/").content.decode().count(SIGNS) == 1
    head.post(agree)
    assert head.post(agree).status_code == 404
    with world.acting("demir"):
        assert not ConfidedRelease.objects.exists()
    expert.post(agree)
    for reader in ("demir", "kempe"):
        today = first_page(signed_in, reader)
        assert f"{family.word}: Versiegeltes ist geöffnet" in today
        assert verb(today, "Lesen", LIST)
        shown = signed_in(reader).get(LIST).content.decode()
        assert CONFIDED in shown
        assert CONFIDER in shown
        assert "versiegelt von Runa Zeisig" in shown
        assert "geöffnet am" in shown
        assert "von Imke Kempe" not in shown
        assert "Sie haben nichts versiegelt" not in shown
    assert verb(expert.get("/versiegeltes/").content.decode(), "Lesen", LIST)
    for other in ("kowalski", "nolte"):
        assert CONFIDED not in signed_in(other).get(LIST).content.decode()
        assert "Versiegeltes ist geöffnet" not in first_page(signed_in, other)
        assert not verb(signed_in(other).get("/versiegeltes/").content.decode(), "Lesen", LIST)
    assert "Geöffnet" in signed_in("seidel").get("/versiegeltes/").content.decode()
    assert Entry.objects.filter(event="unsealing.opened", about__contains=[family.id]).exists()


def test_those_who_must_agree_find_it_on_their_first_page(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    a_child_protection_expert(world)
    asked = an_unsealing(world, family)
    waits = f"{family.word}: Versiegeltes öffnen"
    for stranger in ("demir", "nolte", "seidel", "wiegand", "brandt"):
        assert waits not in first_page(signed_in, stranger), stranger
    for person in ("kowalski", "kempe"):
        page = first_page(signed_in, person)
        assert waits in page
        assert SIGNS not in page
        assert verb(page, "Entscheiden", "/versiegeltes/")
        signed_in(person).post(f"/versiegeltes/{asked.id}/zustimmen/")
        assert waits not in first_page(signed_in, person)
    # The officer, who does not agree, has the way to the list all the time.
    assert verb(first_page(signed_in, "seidel"), "Ansehen", "/versiegeltes/")


def test_who_knows_the_family_or_comes_too_late_does_not_find_it(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    a_child_protection_expert(world)
    asked = an_unsealing(world, family)
    waits = f"{family.word}: Versiegeltes öffnen"
    a_conflict(world, "nolte", family, "kempe")
    assert waits not in first_page(signed_in, "kempe")
    assert waits in first_page(signed_in, "kowalski")
    Unsealing.objects.filter(id=asked.id).update(asked_at=asked.asked_at - timedelta(days=8))
    assert waits not in first_page(signed_in, "kowalski")


def test_one_of_the_two_refuses_and_it_is_over_for_all(world: World, signed_in: SignIn) -> None:
    family = a_family(world)
    a_child_protection_expert(world)
    asked = an_unsealing(world, family)
    page, agree = f"/versiegeltes/{asked.id}/ablehnen/", f"/versiegeltes/{asked.id}/zustimmen/"
    for stranger in ("demir", "nolte", "seidel", "brandt"):
        assert signed_in(stranger).get(page).status_code == 404, stranger
        assert signed_in(stranger).post(page, {"reason": WHY_NOT}).status_code == 404, stranger
    head, expert = signed_in("kowalski"), signed_in("kempe")
    assert "Ablehnen" in head.get("/versiegeltes/").content.decode()
    assert expert.post(agree).status_code == 302
    assert head.post(page, {"reason": " "}).status_code == 422
    assert head.post(page, {"reason": WHY_NOT}).status_code == 302
    assert head.post(page, {"reason": WHY_NOT}).status_code == 404
    assert head.post(agree).status_code == 404
    waits = f"{family.word}: Versiegeltes öffnen"
    assert waits not in first_page(signed_in, "kowalski")
    told = first_page(signed_in, "nolte")
    assert f"{family.word}: Öffnung von Versiegeltem abgelehnt" in told
    assert WHY_NOT not in told
    shown = signed_in("nolte").get("/versiegeltes/").content.decode()
    assert "Abgelehnt von" in shown
    assert WHY_NOT in shown
    asked.refresh_from_db()
    assert WHY_NOT not in str(asked.refusal)
    entry = Entry.objects.get(event="unsealing.refused")
    assert set(entry.about) == {asked.id, family.id}
    with world.acting("demir"):
        assert not ConfidedRelease.objects.exists()
    Unsealing.objects.filter(id=asked.id).update(refused_at=asked.asked_at - timedelta(days=8))
    assert "abgelehnt" not in first_page(signed_in, "nolte")


def test_who_agreed_takes_it_back_until_it_is_opened(world: World, signed_in: SignIn) -> None:
    a_child_protection_expert(world)
    asked = an_unsealing(world, a_family(world))
    agree, back = (f"/versiegeltes/{asked.id}/{verb}/" for verb in ("zustimmen", "zuruecknehmen"))
    head, expert = signed_in("kowalski"), signed_in("kempe")
    assert head.post(back).status_code == 404
    head.post(agree)
    assert "Zustimmung zurücknehmen" in head.get("/versiegeltes/").content.decode()
    for other in ("kempe", "nolte", "seidel", "demir"):
        assert signed_in(other).post(back).status_code == 404, other
        if other != "demir":
            page = signed_in(other).get("/versiegeltes/").content.decode()
            assert "Zustimmung zurücknehmen" not in page, other
    assert head.post(back).status_code == 302
    assert head.post(back).status_code == 404
    expert.post(agree)
    assert Unsealing.objects.get().opened_at is None
    entry = Entry.objects.get(event="unsealing.taken_back")
    assert (entry.who, entry.about[0]) == (world.town.people["kowalski"].id, asked.id)
    head.post(agree)
    assert head.post(back).status_code == 404
    assert expert.post(back).status_code == 404
    assert Unsealing.objects.get().opened_at


def test_what_nobody_answers_within_a_week_lapses(world: World, signed_in: SignIn) -> None:
    a_child_protection_expert(world)
    asked = an_unsealing(world, a_family(world))
    late = asked.asked_at - timedelta(days=8)
    Unsealing.objects.filter(id=asked.id).update(asked_at=late)
    shown = signed_in("kowalski").get("/versiegeltes/").content.decode()
    assert "Verfallen" in shown
    assert "Ablehnen" not in shown
    refuse = f"/versiegeltes/{asked.id}/ablehnen/"
    assert signed_in("kowalski").post(refuse, {"reason": WHY_NOT}).status_code == 404


def test_one_person_alone_opens_nothing(world: World) -> None:
    a_child_protection_expert(world, "kowalski")
    asked = an_unsealing(world, a_family(world))
    with world.acting("kowalski") as by:
        actions.agree(by=by, unsealing=asked)
        with pytest.raises(PermissionDenied):
            actions.agree(by=by, unsealing=asked)
    assert Unsealing.objects.get().opened_at is None


def test_who_still_works_here_is_asked_and_not_opened(world: World) -> None:
    family = a_family(world)
    a_confided_note(world, family)
    with world.acting("nolte") as by, pytest.raises(NotPossibleError, match="nicht mehr hier"):
        actions.ask_unsealing(by=by, family=family, ground=Ground.CHANGE, why=SIGNS)
    a_worker_who_left(world, family)
    with world.acting("nolte") as by, pytest.raises(NotPossibleError, match="Gefährdung"):
        actions.ask_unsealing(by=by, family=family, ground=Ground.CONSENT, why=SIGNS)


def test_what_a_biased_author_has_sealed_is_opened_without_that_person(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    a_child_protection_expert(world)
    a_confided_note(world, family)
    i_know_them(world, "demir", family)
    with world.acting("nolte") as by:
        asked = actions.ask_unsealing(by=by, family=family, ground=Ground.CHANGE, why=SIGNS)
    for person in ("kowalski", "kempe"):
        with world.acting(person) as by:
            actions.agree(by=by, unsealing=asked)
    assert CONFIDED in signed_in("kempe").get(LIST).content.decode()
    assert CONFIDED not in signed_in("demir").get(LIST).content.decode()
    # The responsible worker is the biased author: nobody hands that person a second copy.
    assert list(_receivers(world, "demir", "kempe")) == ["kempe"]


def _receivers(world: World, *people: str) -> Iterator[str]:
    for person in people:
        with wall.as_author(world.town.people[person].id):
            if ConfidedRelease.objects.exists():
                yield person


def test_opening_leaves_alone_what_people_who_are_here_have_sealed(world: World) -> None:
    family = a_family(world)
    a_child_protection_expert(world)
    a_confided_note(world, family, "demir")
    asked = an_unsealing(world, family)
    for person in ("kowalski", "kempe"):
        with world.acting(person) as by:
            actions.agree(by=by, unsealing=asked)
    with world.acting("kempe") as by:
        (_, (given,)) = actions.list_own(by=by)
        assert given.text.count(CONFIDED) == 1
        # The deed stood as others only while it handed the words over.
        assert not ConfidedNote.objects.exists()
        assert DataKey.objects.filter(circle=Circle.CONFIDED).count() == 1


def test_a_request_that_nobody_answers_runs_out(world: World) -> None:
    asked = an_unsealing(world, a_family(world))
    late = world.ago(days=-8)
    with world.acting("kowalski", late) as by, pytest.raises(PermissionDenied):
        actions.agree(by=by, unsealing=asked)
