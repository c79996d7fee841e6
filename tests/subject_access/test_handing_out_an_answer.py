"""What goes out: paper, record and letter, frozen when two people said yes; each of a family gets another."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from audit.models import Entry
from protection.pdf import objects_of, pages_of
from referrals.holds.models import Hold
from referrals.notes import actions as notes
from referrals.notes.models import Way
from referrals.redactions.models import Item
from referrals.redactions.sheets import item
from referrals.replies.models import Reply
from referrals.subject_access.flow import Asker, Status
from referrals.subject_access.models import AccessRequest
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
from tests.stages.cast import CONFIDED, CONFIDER
from tests.stages.corrections import a_dispute
from tests.stages.plans import a_plan_in_force
from tests.stages.shields import shielded
from tests.stages.subject_access import (
    COORDINATION,
    SECOND,
    a_released_request,
    a_submitted_request,
    a_torn_family,
    again,
)
from tests.world import WORKER, World

STREET, SCHOOL, REPORTER = "Hundekehrgasse", "Rosengartenschule", "Quastenbein"
INSULIN, SHE_IS_TIRED = "Ottokar bekommt Insulin.", "Die Mutter ist müde."
NEVER = (REPORTER, "030 23125-9044", CONFIDED, CONFIDER, "Nachbarin")
WHO = {"Mirabai": Asker.CHILD, "Sunniva": Asker.PARENT, "Wunibald": Asker.APART}
FILES = ("access_paper", "access_record", "access_letter")


def url(asked: AccessRequest, name: str) -> str:
    return reverse(name, args=[asked.id])


def opened(signed_in: SignIn, asked: AccessRequest, name: str) -> bytes:
    answer = signed_in(COORDINATION).get(url(asked, name))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return bytes(answer.content)


def paper(signed_in: SignIn, asked: AccessRequest, name: str = "access_paper") -> str:
    return " ".join(" ".join(pages_of(opened(signed_in, asked, name))).split())


def record(signed_in: SignIn, asked: AccessRequest) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(opened(signed_in, asked, "access_record"))
    return found


def told(found: dict[str, Any]) -> str:
    return " ".join(part.get("text", "") for item in found["items"] for part in item["parts"])


def test_child_mother_and_father_of_one_family_get_three_packages(
    world: World, signed_in: SignIn
) -> None:
    family = a_torn_family(world, protected=False)
    asked = {who: a_released_request(world, family, who, asker) for who, asker in WHO.items()}
    papers = {who: paper(signed_in, one) for who, one in asked.items()}
    records = {who: record(signed_in, one) for who, one in asked.items()}
    for who in WHO:
        for text in (papers[who], json.dumps(records[who], ensure_ascii=False)):
            assert [word for word in NEVER if word in text] == []
            assert "Mirabai turnt gern." in text
            # A brother's illness is for whoever has his custody.
            assert (INSULIN in text) == (who == "Sunniva")
            assert ("spritzt Insulin" in text) == (who == "Sunniva")
            # Where the others live, learn and are met is not for a parent who lives apart.
            for where in (STREET, SCHOOL):
                assert (where in text) == (who != "Wunibald"), (who, where)
            assert "16:00 Uhr" not in text
            assert (SHE_IS_TIRED in text) == (who != "Wunibald")
            assert ("030 23125-9001" in text) == (who == "Sunniva")
    assert len({told(one) for one in records.values()}) == 3


@pytest.mark.parametrize("who", WHO)
def test_a_protected_address_goes_to_nobody(world: World, signed_in: SignIn, who: str) -> None:
    asked = a_released_request(world, a_torn_family(world), who, WHO[who])
    for text in (paper(signed_in, asked), opened(signed_in, asked, "access_record").decode()):
        for word in (*NEVER, STREET, SCHOOL, "030 23125-9001"):
            assert word not in text


@pytest.mark.parametrize("who", WHO)
def test_the_record_says_what_the_paper_says_and_nothing_that_it_blackens(
    world: World, signed_in: SignIn, who: str
) -> None:
    asked = a_released_request(world, a_torn_family(world, protected=False), who, WHO[who])
    found, text = record(signed_in, asked), paper(signed_in, asked).replace(" ", "")
    parts = [part for item in found["items"] for part in item["parts"]]
    assert {frozenset(part) for part in parts} == {frozenset({"text"}), frozenset({"blackened"})}
    for part in parts:
        said = part.get("text") or f"geschwärzt {part['blackened']}"
        assert said.replace(" ", "").replace("\n", "") in text, said
    assert {part["blackened"] for part in parts if "blackened" in part} == set(found["legend"])
    whole = json.dumps(found, ensure_ascii=False)
    for row in Item.objects.filter(asked=asked).filter(text__isnull=False).select_related("lock"):
        for part in item(row).parts:
            # Coded facts say of several people the same words.
            if part.reason and not row.place.endswith(".") and len(part.text) > 12:
                assert part.text not in whole
                assert part.text.replace(" ", "") not in text


def test_it_says_what_the_law_wants_said(world: World, signed_in: SignIn) -> None:
    family = a_torn_family(world, protected=False)
    a_plan_in_force(world, a_running_aid(world, ("flex",), family=family))
    asked = a_released_request(world, family, "Sunniva", Asker.PARENT)
    text, found = paper(signed_in, asked), record(signed_in, asked)
    for said in (
        *("Art. 15 DSGVO", "§ 83 SGB X", "Zwecke und Rechtsgrundlagen", "§ 8a SGB VIII", "FleX"),
        *("10 Jahre nach dem Ende des letzten Vorgangs", "Angaben der Familie", "Meldung"),
        *("Aufsichtsbehörde", "Warum etwas geschwärzt ist", "erkennen lassen, wer sich gemeldet"),
        *("Kein Programm entscheidet", "Sunniva"),
    ):
        assert said in text, said
    assert found["format"] == "hilfenetz-auskunft/1"
    assert "FleX" in json.dumps(found["recipients"], ensure_ascii=False)
    assert "10 Jahre" in found["storage"]
    pdf = opened(signed_in, asked, "access_paper")
    objects = objects_of(pdf)
    assert any(b"/StructTreeRoot" in one for one in objects.values())
    title = next(one for one in objects.values() if b"/Title" in one)
    assert b"Sunniva" not in title


def test_the_keys_of_the_record_are_the_documented_ones(world: World, signed_in: SignIn) -> None:
    asked = a_released_request(world, a_torn_family(world), "Sunniva", Asker.PARENT)
    found = record(signed_in, asked)
    written = (Path(settings.BASE_DIR) / "docs" / "subject-access.md").read_text()
    for key in (*found, *found["items"][0], "text", "blackened"):
        assert f"`{key}`" in written, key


def test_only_the_letter_bears_where_it_goes(world: World, signed_in: SignIn) -> None:
    asked = a_released_request(world, a_torn_family(world), "Sunniva", Asker.PARENT)
    letter = paper(signed_in, asked, "access_letter")
    assert "Sunniva Velmbrinker, geboren 1991" in letter
    assert asked.number in letter
    assert "geboren 1991" not in paper(signed_in, asked)


def test_the_coordination_alone_opens_it_and_every_time_leaves_a_trace(
    world: World, signed_in: SignIn
) -> None:
    asked = a_released_request(world, a_torn_family(world), "Sunniva", Asker.PARENT)
    for name in FILES:
        for who in (SECOND, "seidel", "demir", "nolte", "wolters"):
            assert signed_in(who).get(url(asked, name)).status_code == 404
        before = Entry.objects.filter(event="access_reply.opened").count()
        opened(signed_in, asked, name)
        opened(signed_in, asked, name)
        rows = Entry.objects.filter(event="access_reply.opened")
        assert rows.count() == before + 2
        entry = rows.latest("seq")
        assert (entry.purpose, set(entry.about)) == ("access", {asked.id, asked.family_id})
    assert signed_in(SECOND).get(url(asked, "access_reply")).status_code == 404


def test_whoever_did_not_show_lately_who_they_are_shows_it_before_a_file_leaves(
    world: World, signed_in: SignIn
) -> None:
    asked = a_released_request(world, a_torn_family(world), "Sunniva", Asker.PARENT)
    browser = signed_in(COORDINATION)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session.save()
    answer = browser.get(url(asked, "access_paper"))
    assert answer.status_code == 302
    assert not Entry.objects.filter(event="access_reply.opened").exists()


def test_it_stays_as_it_was_released(world: World, signed_in: SignIn) -> None:
    family = a_torn_family(world)
    asked = a_released_request(world, family, "Sunniva", Asker.PARENT)
    before = [opened(signed_in, asked, name) for name in FILES]
    with world.acting(WORKER) as by:
        notes.note(by=by, text="Sunniva rief an.", way=Way.CALL, who="Sunniva", family=family)
    Item.objects.filter(asked=asked).update(cuts=["0:third"])
    assert [opened(signed_in, asked, name) for name in FILES] == before


def test_a_disputed_thing_goes_out_with_its_mark(world: World, signed_in: SignIn) -> None:
    family = a_torn_family(world, protected=False)
    mother = family.people.get(relation="mother")
    asked = a_submitted_request(world, family, "Sunniva", Asker.PARENT)
    a_dispute(world, family, f"person:{mother.id}:number")
    signed_in(SECOND).post(url(asked, "access_look"), {"verdict": "release"})
    assert "Bestritten (§ 84 Abs. 2 SGB X)" in paper(signed_in, asked)
    marked = [one for one in record(signed_in, asked)["items"] if one["note"]]
    assert [one["label"] for one in marked] == ["Telefon"]


def test_what_became_protected_since_is_held_back(world: World, signed_in: SignIn) -> None:
    family = a_torn_family(world, protected=False)
    asked = a_submitted_request(world, family, "Sunniva", Asker.PARENT)
    shielded(world, family, named=(WORKER, "nolte"))
    answer = signed_in(SECOND).post(url(asked, "access_look"), {"verdict": "release"})
    assert answer.status_code == 422
    assert "geschützte Angabe" in answer.content.decode()
    assert again(asked).status == Status.REDACTED
    assert not Reply.objects.filter(asked=asked).exists()


def test_handing_it_out_is_noted_with_day_and_way_and_answers_the_request(
    world: World, signed_in: SignIn
) -> None:
    asked = a_released_request(world, a_torn_family(world), "Sunniva", Asker.PARENT)
    browser, page = signed_in(COORDINATION), url(asked, "access_reply")
    today = world.actor(COORDINATION).today
    for wrong in (
        {"on": today.replace(year=today.year + 1), "way": "post"},
        {"on": world.ago(days=2).date(), "way": "post"},
        {"on": today, "way": ""},
        {"on": today, "way": "mail"},
    ):
        assert browser.post(page, wrong).status_code == 422
    assert again(asked).status == Status.APPROVED
    assert signed_in(SECOND).post(page, {"on": today, "way": "post"}).status_code == 404
    assert browser.post(page, {"on": today, "way": "person"}).status_code == 302
    assert again(asked).status == Status.RELEASED
    assert "Persönlich übergeben" in browser.get(page).content.decode()
    assert not Hold.objects.filter(family=asked.known_family, ended_at=None).exists()
    # It was handed out once.
    answer = browser.post(page, {"on": today, "way": "post"})
    assert answer.status_code == 404
    assert Reply.objects.get(asked=asked).sent_way == "person"
