"""Keeping the ground on which something may be told."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from audit.deeds import NotPossibleError
from audit.models import Entry
from referrals.bases import actions, sums
from referrals.bases.models import Basis, Kind, Topic
from referrals.families.models import Family, Person
from tests.bases.keeping import LAW, consent, place
from tests.conftest import SignIn
from tests.stages.families import a_family
from tests.world import World


def test_a_statutory_ground_is_kept_and_shown(family: Family, signed_in: SignIn) -> None:
    page = signed_in("demir").post(place(family, "law"), LAW, follow=True).content.decode()
    for shown in ("Gesetzliche Grundlage", "§ 61 Abs. 3, § 64 SGB VIII", "Auftrag der Hilfe"):
        assert shown in page
    assert "Widerruf festhalten" not in page
    assert Basis.objects.get().giver is None


@pytest.mark.parametrize(("kind", "words"), [
    ("consent", "Einwilligung liegt vor"), ("release", "Schweigepflichtentbindung liegt vor"),
])  # fmt: skip
def test_a_person_gives_a_consent_or_a_release(
    world: World, family: Family, mother: Person, signed_in: SignIn, kind: str, words: str
) -> None:
    browser = signed_in("demir")
    page = browser.post(place(family, kind), consent(world, mother), follow=True).content.decode()
    for shown in (
        words,
        "Grundschule am Wilhelmsplatz",
        "Sunniva Velmbrinker",
        "Widerruf festhalten",
    ):
        assert shown in page
    assert Basis.objects.get().kind == kind


def test_the_people_of_the_family_can_be_chosen(
    family: Family, mother: Person, signed_in: SignIn
) -> None:
    page = signed_in("demir").get(place(family, "consent")).content.decode()
    assert f'value="{mother.id}"' in page
    assert "Sunniva Velmbrinker" in page
    assert Entry.objects.filter(event="family.read", about__contains=[family.id]).count() == 1


def test_an_unknown_kind_is_the_first(family: Family, signed_in: SignIn) -> None:
    assert "Vorschrift" in signed_in("demir").get(place(family, "gibtesnicht")).content.decode()


def test_a_consent_holds_a_year_unless_something_else_is_said(
    world: World, family: Family, mother: Person
) -> None:
    with world.acting("demir") as by:
        kept = actions.keep_consent(
            by=by, family=family, giver=mother, topic=Topic.SCHOOL, recipient="Schule"
        )
    assert kept.until_on == sums.a_year_later(kept.given_on)
    assert sums.a_year_later(date(2028, 2, 29)) == date(2029, 2, 28)


def test_the_last_day_is_included(world: World, family: Family, mother: Person) -> None:
    given = world.actor("demir").today
    with world.acting("demir") as by:
        actions.keep_consent(
            by=by, family=family, giver=mother, topic=Topic.AID, recipient="Schule",
            until_on=given + timedelta(3),
        )  # fmt: skip
    holds = [Basis.objects.holding(given + timedelta(days)).exists() for days in (-1, 0, 3, 4)]
    assert holds == [False, True, True, False]
    assert [Basis.objects.get().holds_on(given + timedelta(d)) for d in (-1, 0, 3, 4)] == holds


def test_what_ran_out_says_so(
    world: World, family: Family, mother: Person, signed_in: SignIn
) -> None:
    today = world.actor("demir").today
    old = {
        "given_on": (today - timedelta(400)).isoformat(),
        "until_on": (today - timedelta(1)).isoformat(),
    }
    given = consent(world, mother, **old)
    page = signed_in("demir").post(place(family, "consent"), given, follow=True).content.decode()
    assert f"Abgelaufen am {today - timedelta(1):%d.%m.%Y}" in page
    assert "Widerruf festhalten" not in page


WRONG = {
    "nobody learns": ({"recipient": ""}, "Bitte geben Sie an, wer etwas erfahren darf"),
    "nobody gave it": ({"giver": ""}, "Bitte füllen Sie dieses Feld aus."),
    "given tomorrow": (
        {"given_on": "2150-01-01", "until_on": "2150-02-01"},
        "liegt in der Zukunft",
    ),
    "ends before it begins": ({"until_on": "2001-01-01"}, "Das Ende liegt vor dem Beginn."),
    "longer than anybody foresees": ({"until_on": "2190-01-01"}, "höchstens drei Jahre"),
    "not a day": ({"until_on": "bald"}, "Bitte geben Sie den Tag so an"),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_is_said_and_everything_is_kept(
    world: World, family: Family, mother: Person, signed_in: SignIn, case: str
) -> None:
    wrong, sentence = WRONG[case]
    answer = signed_in("demir").post(
        place(family, "consent"), consent(world, mother, **{"recipient": "Frau Krause"} | wrong)
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert wrong.get("recipient") == "" or 'value="Frau Krause"' in page
    assert not Basis.objects.exists()


def test_somebody_of_another_family_cannot_give_it(
    world: World, family: Family, signed_in: SignIn
) -> None:
    stranger = Person.objects.exclude(family=a_family(world, name="Andere")).first()
    other = Family.objects.exclude(id=family.id).get()
    assert stranger is not None
    answer = signed_in("demir").post(place(other, "consent"), consent(world, stranger))
    assert answer.status_code == 422
    assert not Basis.objects.exists()


@pytest.mark.parametrize(
    "who", ["demir", "kaya", "overbeck", "nolte", "kowalski", "seidel", "brandt", "sahin"]
)
def test_only_whoever_keeps_the_file_keeps_a_ground(
    family: Family, signed_in: SignIn, who: str
) -> None:
    answer = signed_in(who).post(place(family, "law"), LAW)
    assert answer.status_code == (302 if who == "demir" else 404)
    assert Basis.objects.exists() == (who == "demir")


def test_a_statutory_ground_cannot_be_withdrawn(world: World, family: Family) -> None:
    with world.acting("demir") as by:
        kept = actions.keep_law(by=by, family=family, topic=Topic.AID, paragraph="§ 64 SGB VIII")
    kept.withdrawn_at = world.ago()
    with pytest.raises(IntegrityError, match="law_cannot_be_withdrawn"), transaction.atomic():
        kept.save()


def test_a_ground_leaves_a_trace_and_no_clear_text(
    world: World, family: Family, mother: Person
) -> None:
    with world.acting("demir") as by:
        kept = actions.keep_consent(
            by=by, family=family, giver=mother, topic=Topic.SCHOOL, recipient="Grundschule Nord"
        )
    entry = Entry.objects.get(event="basis.kept")
    assert set(entry.about) == {kept.id, family.id}
    assert entry.facts == {"kind": Kind.CONSENT.value, "topic": Topic.SCHOOL.value}
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient FROM referrals_basis")
        assert b"Grundschule" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize(("days", "status"), [(0, 302), (-1, 422)])
def test_a_ground_may_hold_for_one_day_and_not_for_less(
    world: World, family: Family, mother: Person, signed_in: SignIn, days: int, status: int
) -> None:
    until = world.actor("demir").today + timedelta(days=days)
    given = consent(world, mother, until_on=until.isoformat())
    page = signed_in("demir").post(place(family, "consent"), given)
    assert page.status_code == status
    assert Basis.objects.exists() is (status == 302)
    if status == 422:
        assert page.context["form"].errors.keys() == {"until_on"}


def test_small_children_are_not_asked_for_a_consent(
    world: World, family: Family, mother: Person, signed_in: SignIn
) -> None:
    browser = signed_in("demir")
    children = Person.objects.filter(family=family, relation="child")
    page = browser.get(place(family, "consent")).content.decode()
    assert f'value="{mother.id}"' in page
    assert children
    for child in children:
        assert f'value="{child.id}"' not in page
        given = consent(world, mother, giver=str(child.id))
        assert browser.post(place(family, "consent"), given).status_code == 422
        with (
            pytest.raises(NotPossibleError, match="ab 14 Jahren"),
            world.acting("demir") as by,
        ):
            actions.keep_consent(
                by=by, family=family, giver=child, topic=Topic.SCHOOL, recipient="Schule"
            )
    assert not Basis.objects.exists()


@pytest.mark.parametrize(
    ("age", "is_child", "may"),
    [(13, True, False), (14, True, True), (None, True, False), (None, False, True)],
)
def test_young_people_give_their_own_consent_from_fourteen_on(
    age: int | None, is_child: bool, may: bool
) -> None:
    assert sums.old_enough_to_consent(age, is_child) is may


def test_signs_that_nobody_sees_are_not_kept(
    world: World, family: Family, mother: Person, signed_in: SignIn
) -> None:
    odd = "Grund\u202eschule\u2066 am\x1b Wilhelms\x85platz"
    given = consent(world, mother, recipient=odd)
    page = signed_in("demir").post(place(family, "consent"), given, follow=True)
    assert "Grundschule am Wilhelmsplatz" in page.content.decode()
