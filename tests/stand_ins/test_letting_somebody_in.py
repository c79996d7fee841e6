"""Exceptions given by hand: until a day, for one family, by somebody else, and gone by themselves."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Mandate
from accounts.roles import Role
from audit.deeds import NotPossibleError
from audit.models import Entry
from referrals.families.flow import GrantKind, GrantReason
from referrals.families.models import Family, Grant
from referrals.stand_ins import actions
from tests.conftest import SignIn
from tests.matrix.asking import address, ask
from tests.matrix.cast import Browsers, Member
from tests.matrix.expected import Page
from tests.matrix.relations import PATTERNS, about_the_family, undone
from tests.matrix.test_opening_every_page import arguments, not_found, wanted_statuses
from tests.stages.conflicts import a_conflict
from tests.stages.stand_ins import a_grant
from tests.stages.whole import Whole

LET_IN = "standing_in"
CAST = {LET_IN: Member("helmich")}


def _wrong(whole: Whole, *, nothing: bool) -> Iterator[str]:
    """Ask for every address of the family as Helmich, who is nobody but for what was given."""
    browsers = Browsers(whole.world, CAST)
    for name, said in about_the_family():
        for method, people in (("GET", said.reads), ("POST", said.acts)):
            if people is None or LET_IN not in people | said.led:
                continue
            args = arguments(PATTERNS[name], whole, whole.sued, said)
            answer = ask(browsers, LET_IN, method, address(name, args))
            right = (
                (answer.status, answer.body) == (404, not_found())
                if nothing
                else answer.status in _wanted(said, method)
            )
            if not right:
                yield f"{method} {name} {said.about or ''}: {answer.word}"


def _wanted(said: Page, method: str) -> set[int]:
    return set(wanted_statuses(said, method, LET_IN))


def test_who_stands_in_by_hand_opens_what_a_deputy_opens(whole: Whole) -> None:
    with undone():
        a_grant(whole.world, "nolte", whole.sued.family, "helmich")
        assert list(_wrong(whole, nothing=False)) == []


@pytest.mark.parametrize("over", ["expired", "ended", "blocked"])
def test_nothing_is_left_of_an_exception_that_is_over(whole: Whole, over: str) -> None:
    """No job ran: the day passed, somebody ended it, or a conflict of interest beats it."""
    with undone():
        ago = 30 if over == "expired" else 0
        grant = a_grant(whole.world, "nolte", whole.sued.family, "helmich", ago=ago)
        if over == "ended":
            with whole.world.acting("nolte") as by:
                actions.end(by=by, grant=grant.id)
        if over == "blocked":
            a_conflict(whole.world, "nolte", whole.sued.family, "helmich")
        assert list(_wrong(whole, nothing=True)) == []


def test_the_last_day_belongs_to_it(whole: Whole, signed_in: SignIn) -> None:
    page = reverse("family", args=[whole.sued.family.id])
    for ago, status in ((14, 200), (15, 404)):
        with undone():
            a_grant(whole.world, "nolte", whole.sued.family, "helmich", ago=ago, days=14)
            assert signed_in("helmich").get(page).status_code == status


def test_the_lead_sets_it_up_and_ends_it_on_pages(whole: Whole, signed_in: SignIn) -> None:
    family, lead = whole.sued.family, signed_in("nolte")
    page = reverse("family", args=[family.id])
    with undone():
        helmich = whole.world.town.people["helmich"]
        until = whole.world.actor("nolte").today + timedelta(days=3)
        typed = {"kind": "stand_in", "person": helmich.id, "reason": "absence", "until_on": until}
        assert lead.post(reverse("grant_new", args=[family.id]), typed).status_code == 302
        assert signed_in("helmich").get(page).status_code == 200
        said = lead.get(reverse("grants", args=[family.id])).content.decode()
        assert f"Vertretung: {helmich.display_name}" in said
        grant = Grant.objects.get(user=helmich)
        ending = reverse("grant_end", args=[grant.id])
        assert signed_in("petry").get(ending).status_code == 404
        asked = lead.get(ending).content.decode()
        assert f"{helmich.display_name} sieht {family.word} mit dem nächsten Klick nicht" in asked
        # Reading what follows ends nothing; whoever was let in reads it as well.
        assert "Sie sehen" in signed_in("helmich").get(ending).content.decode()
        assert lead.post(ending).status_code == 302
        assert lead.get(ending).status_code == 404
        assert signed_in("helmich").get(page).status_code == 404
        told = Entry.objects.filter(about__contains=[grant.id]).order_by("seq")
        events = [entry.event for entry in told if entry.event != "grant.listed"]
        assert events == ["grant.given", "grant.ended"]


def test_who_reads_along_changes_nothing(whole: Whole, signed_in: SignIn) -> None:
    with undone():
        a_grant(whole.world, "nolte", whole.sued.family, "helmich", GrantKind.NAMED)
        browser = signed_in("helmich")
        assert browser.get(reverse("family", args=[whole.sued.family.id])).status_code == 200
        for name in ("person_new", "family_move", "enquiry_new", "basis_new", "grants"):
            assert browser.get(reverse(name, args=[whole.sued.family.id])).status_code == 404


def test_whoever_was_let_in_finds_it_on_the_first_page(whole: Whole, signed_in: SignIn) -> None:
    family = whole.sued.family
    page, said = reverse("family", args=[family.id]), f"Sie lesen mit: {family.word}"
    with undone():
        for who in ("gerlach", "kowalski", "helmich"):
            assert said not in signed_in(who).get("/").content.decode()
            a_grant(whole.world, "nolte", family, who, GrantKind.NAMED)
            first = signed_in(who).get("/").content.decode()
            assert said in first
            assert f'href="{page}"' in first
            assert signed_in(who).get(page).status_code == 200
        a_conflict(whole.world, "nolte", family, "helmich")
        assert said not in signed_in("helmich").get("/").content.decode()
        assert signed_in("helmich").get(page).status_code == 404


def test_nobody_lets_themselves_in_nor_somebody_of_another_house(whole: Whole) -> None:
    family, people = whole.sued.family, whole.world.town.people
    today = whole.world.actor("nolte").today
    Family.objects.filter(id=family.id).update(second_worker=people["kaya"])
    refused = (
        ("nolte", "nolte", GrantKind.NAMED, today, NotPossibleError),
        ("nolte", "sahin", GrantKind.NAMED, today, NotPossibleError),
        ("nolte", "lindner", GrantKind.STAND_IN, today, NotPossibleError),
        *(
            ("nolte", one, GrantKind.NAMED, today, NotPossibleError)
            for one in ("lindner", "wolters", "seidel", "stolze", "maibaum", "rehm")
        ),
        ("nolte", "petry", GrantKind.STAND_IN, today, NotPossibleError),
        # The worker and the second worker read it anyway.
        ("nolte", "demir", GrantKind.NAMED, today, NotPossibleError),
        ("nolte", "kaya", GrantKind.NAMED, today, NotPossibleError),
        ("nolte", "helmich", GrantKind.STAND_IN, today + timedelta(days=400), NotPossibleError),
        ("nolte", "helmich", GrantKind.STAND_IN, today - timedelta(days=1), NotPossibleError),
        ("nolte", "helmich", GrantKind.SAMPLE, today, PermissionDenied),
        ("demir", "helmich", GrantKind.STAND_IN, today, PermissionDenied),
        ("kowalski", "helmich", GrantKind.NAMED, today, PermissionDenied),
    )
    for who, person, kind, until, refusal in refused:
        given = {"person": people[person], "kind": kind, "reason": GrantReason.ADVICE}
        with whole.world.acting(who) as by, pytest.raises(refusal):
            actions.let_in(by=by, family=family, until_on=until, **given)  # type: ignore[arg-type]  # one of each


def test_a_sample_is_drawn_by_lot_and_reads_only(whole: Whole, signed_in: SignIn) -> None:
    with undone():
        auditor = whole.world.town.people["rosin"]
        Mandate.objects.filter(user=auditor).update(role=Role.AUDITOR, team=None)
        until = whole.world.actor("nolte").today + timedelta(days=30)
        head, browser = signed_in("kowalski"), signed_in("rosin")
        page = reverse("family", args=[whole.sued.family.id])
        assert browser.get(page).status_code == 404
        typed = {"person": auditor.id, "count": 50, "until_on": until}
        said = head.post(reverse("samples"), typed, follow=True).content.decode()
        assert f"Gezogen: {Family.objects.count()} Familien." in said
        assert whole.sued.family.word not in said
        read = browser.get(page)
        assert read.status_code == 200
        assert "Erstkontakt vom" not in read.content.decode()
        assert whole.sued.family.word in browser.get(reverse("families")).content.decode()
        for name in ("person_new", "family_move", "enquiry_new", "basis_new", "grants"):
            assert browser.get(reverse(name, args=[whole.sued.family.id])).status_code == 404
        grant = Grant.objects.filter(user=auditor).earliest("id")
        asked = head.get(reverse("grant_end", args=[grant.id])).content.decode()
        assert "keine dieser Familien" in asked
        assert whole.sued.family.word not in asked
        assert head.post(reverse("grant_end", args=[grant.id])).status_code == 302
        assert browser.get(page).status_code == 404
        assert browser.get(reverse("family", args=[whole.mitte.family.id])).status_code == 404


def test_the_page_of_rights_lists_who_was_let_in_and_the_lead_ends_it(
    whole: Whole, signed_in: SignIn
) -> None:
    family = whole.sued.family
    with undone():
        given = a_grant(whole.world, "nolte", family, "helmich")
        line = f"{family.word}: {whole.world.town.people['helmich'].display_name}"
        page = signed_in("nolte").get("/rechte/").content.decode()
        assert line in page
        assert "Einarbeitung oder Übergabe" in page
        assert "eingerichtet von Gisela Nolte" in page
        entry = Entry.objects.filter(event="grant.listed").latest("seq")
        assert given.id in entry.about
        for stranger in ("fries", "kowalski", "brandt", "seidel", "wolters"):
            shown = signed_in(stranger).get("/rechte/").content.decode()
            assert line not in shown, stranger
        end = reverse("grant_end", args=[given.id])
        assert end in page
        ended = signed_in("nolte").post(end, {"von": "rechte"})
        assert ended.headers["Location"] == "/rechte/"
        assert line not in signed_in("nolte").get("/rechte/").content.decode()
        given.refresh_from_db()
        assert given.ended_by == whole.world.town.people["nolte"]


def test_the_page_of_rights_hides_what_ran_out_and_families_one_must_not_know(
    whole: Whole, signed_in: SignIn
) -> None:
    family = whole.sued.family
    line = f"{family.word}: {whole.world.town.people['helmich'].display_name}"
    with undone():
        a_grant(whole.world, "nolte", family, "helmich", days=1, ago=3)
        assert line not in signed_in("nolte").get("/rechte/").content.decode()
        a_grant(whole.world, "nolte", family, "helmich")
        assert line in signed_in("nolte").get("/rechte/").content.decode()
        a_conflict(whole.world, "kowalski", family, "nolte")
        assert line not in signed_in("nolte").get("/rechte/").content.decode()
