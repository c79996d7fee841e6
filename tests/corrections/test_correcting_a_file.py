"""Somebody says that something is wrong: it is kept in their words, looked at, and answered."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Entry
from protection.sealing import opened
from referrals.corrections.flow import Ground
from referrals.corrections.models import Dispute, Restriction
from referrals.duplicates.models import Trace
from referrals.families.models import Family, Person
from referrals.notes.models import Note
from tests.conftest import SignIn
from tests.stages import duplicates
from tests.stages.aids import a_running_aid
from tests.stages.corrections import SAID, UNUSED, a_dispute, a_restricted_note
from tests.stages.families import a_family
from tests.stages.plans import a_plan_in_force
from tests.world import World


@pytest.fixture
def family(world: World) -> Family:
    """A family of Demir's with a plan that FleX reads."""
    family = a_family(world)
    a_plan_in_force(world, a_running_aid(world, ("flex",), family=family))
    return family


def _child(family: Family) -> Person:
    rows = family.people.select_related("lock").filter(born__isnull=False)
    return rows.filter(relation="child").order_by("position")[0]


def _mother(family: Family) -> Person:
    return family.people.select_related("lock").get(relation="mother")


def test_what_somebody_says_is_kept_and_flagged_at_once(
    world: World, signed_in: SignIn, family: Family
) -> None:
    mother, client = _mother(family), signed_in("demir")
    page = reverse("dispute_new", args=[family.id])
    typed = {
        "thing": f"person:{_child(family).id}:born",
        "person": mother.id,
        "statement": SAID,
        "received_on": world.actor("demir").today.isoformat(),
    }
    answer = client.post(page, typed)
    kept = Dispute.objects.get()
    listed = client.get(answer.headers["Location"]).content.decode()
    assert reverse("dispute", args=[kept.id]) in listed
    shown = client.get(reverse("dispute", args=[kept.id])).content.decode()
    for said in (SAID, "Wird geprüft", "Antwort bis", "FleX: Unterlagen vom"):
        assert said in shown, said
    assert "Bestritten" in client.get(reverse("family", args=[family.id])).content.decode()
    entry = Entry.objects.get(event="dispute.kept")
    assert {family.id, kept.id, _child(family).id} <= set(entry.about)
    assert SAID not in str(entry.facts)
    again = client.post(page, typed)
    assert again.status_code == 422
    assert "bestreitet diese Angabe schon" in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("thing", "", "Bitte"),
        ("thing", "note:11111111-1111-4111-8111-111111111111:text", "Bitte wählen Sie etwas"),
        ("statement", "", "Bitte"),
        ("received_on", "2999-01-01", "Bitte"),
    ],
)
def test_what_is_missing_or_strange_is_said_and_nothing_is_kept(
    world: World, signed_in: SignIn, family: Family, field: str, value: str, sentence: str
) -> None:
    mother = _mother(family)
    typed = {
        "thing": f"person:{_child(family).id}:born",
        "person": mother.id,
        "statement": SAID,
        "received_on": world.actor("demir").today.isoformat(),
        field: value,
    }
    answer = signed_in("demir").post(reverse("dispute_new", args=[family.id]), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Dispute.objects.exists()


def test_a_thing_of_another_family_cannot_be_chosen(
    world: World, signed_in: SignIn, family: Family
) -> None:
    other = a_family(world, name="Tannwaldner")
    typed = {
        "thing": f"person:{_child(other).id}:born",
        "person": _mother(family).id,
        "statement": SAID,
        "received_on": world.actor("demir").today.isoformat(),
    }
    page = reverse("dispute_new", args=[family.id])
    assert signed_in("demir").post(page, typed).status_code == 422
    typed |= {"thing": f"person:{_child(family).id}:born", "person": _mother(other).id}
    assert signed_in("demir").post(page, typed).status_code == 422
    for stranger in ("overbeck", "seidel", "sahin", "brandt"):
        assert signed_in(stranger).get(page).status_code in {403, 404}


def test_what_is_kept_of_a_person_is_replaced_and_recipients_are_told(
    world: World, signed_in: SignIn, family: Family
) -> None:
    client = signed_in("demir")
    duplicates.marked()
    dispute = a_dispute(world, family, f"person:{_child(family).id}:born")
    page = reverse("dispute", args=[dispute.id])
    typed = {"status": "corrected", "remark": "Ausweis vorgelegt.", "right": ""}
    told = reverse("dispute_told", args=[dispute.id])
    client.post(told)
    assert Dispute.objects.filter(told_at=None).exists()
    for right, sentence in (
        ("", "was richtig ist"),
        ("31.02.1991", "so an"),
        ("gestern", "so an"),
        ("01.01.2999", "Zukunft"),
    ):
        answer = client.post(page, typed | {"right": right})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert client.post(page, typed | {"right": "04.05.2019"}).status_code == 302
    child = _child(family)
    assert opened(child.born) == "2019-05-04"
    assert child.marks == []
    assert not Trace.objects.filter(person=child).exists()
    shown = client.get(page).content.decode()
    assert "Art. 19 DSGVO" in shown
    assert "Ausweis vorgelegt." in shown
    client.post(told)
    dispute.refresh_from_db()
    assert dispute.told_at is not None
    assert "Unterrichtet:" in client.get(page).content.decode()


def test_a_text_stays_and_the_statement_stays_beside_it(
    world: World, signed_in: SignIn, family: Family
) -> None:
    restricted = a_restricted_note(world, family, "demir")
    client = signed_in("demir")
    client.post(reverse("restriction_lift", args=[restricted.id]), {"remark": "Geklärt."})
    dispute = a_dispute(world, family, f"note:{restricted.row}:text")
    page, shown = reverse("dispute", args=[dispute.id]), reverse("family", args=[family.id])
    stays = {"status": "stands", "remark": "Es war niemand sonst dabei."}
    assert client.post(page, stays).status_code == 302
    assert "Bestritten (§ 84" in client.get(shown).content.decode()
    assert client.post(page, stays).status_code == 422
    assert client.post(page, {"status": "corrected", "remark": "Siehe dort."}).status_code == 302
    text = client.get(shown).content.decode()
    assert UNUSED in text
    assert "Bestritten (§ 84" not in text
    assert "Berichtigt, siehe" in text
    assert SAID in client.get(reverse("corrections", args=[family.id])).content.decode()
    note = Note.objects.select_related("lock").get(id=restricted.row)
    assert opened(note.text) == UNUSED


def test_an_answer_that_is_late_says_so(world: World, signed_in: SignIn, family: Family) -> None:
    early = world.actor("demir").today - timedelta(days=40)
    a_dispute(world, family, f"person:{_child(family).id}:born", received_on=early)
    today = signed_in("demir").get(reverse("today")).content.decode()
    assert f"{family.word}: eine Angabe wird bestritten" in today
    assert "bestritten" not in signed_in("kaya").get(reverse("today")).content.decode()
    page = reverse("corrections", args=[family.id])
    assert "Antwort war fällig am" in signed_in("demir").get(page).content.decode()


def test_what_is_restricted_is_read_for_a_use_of_the_law_alone(
    world: World, signed_in: SignIn, family: Family
) -> None:
    restricted, client = a_restricted_note(world, family, "demir"), signed_in("demir")
    page = reverse("restriction", args=[restricted.id])
    assert UNUSED not in client.get(page).content.decode()
    assert client.post(page, {"use": "curiosity"}).status_code == 422
    assert not Entry.objects.filter(event="restriction.used").exists()
    assert UNUSED in client.post(page, {"use": "claim"}).content.decode()
    entry = Entry.objects.get(event="restriction.used")
    assert entry.facts["use"] == "claim"
    assert entry.kind == "reading"
    for stranger in ("overbeck", "seidel", "sahin", "brandt"):
        assert signed_in(stranger).post(page, {"use": "claim"}).status_code in {403, 404}
    twice = {"thing": f"note:{restricted.row}:text", "ground": Ground.CLAIM.value}
    answer = client.post(reverse("restriction_new", args=[family.id]), twice)
    assert answer.status_code == 422
    assert "schon eingeschränkt" in answer.content.decode()
    client.post(reverse("restriction_lift", args=[restricted.id]), {"remark": "Die Frist ist um."})
    assert UNUSED in client.get(reverse("family", args=[family.id])).content.decode()
    restricted.refresh_from_db()
    again = client.post(
        reverse("restriction_lift", args=[restricted.id]), {"remark": "Noch einmal."}
    )
    assert again.status_code == 302
    assert Restriction.objects.get().lifted_at == restricted.lifted_at


def test_names_and_birthdays_are_not_restricted(
    world: World, signed_in: SignIn, family: Family
) -> None:
    typed = {"thing": f"person:{_child(family).id}:born", "ground": Ground.CLAIM.value}
    answer = signed_in("demir").post(reverse("restriction_new", args=[family.id]), typed)
    assert answer.status_code == 422
    assert not Restriction.objects.exists()
