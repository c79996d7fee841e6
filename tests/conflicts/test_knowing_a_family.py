"""Whoever knows a family privately has nothing to do with it, and finds no trace of it anywhere."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts import actions as accounts
from accounts.drafts import actions as drafts
from accounts.models import Bias, Conflict
from audit import clock
from audit.deeds import NotPossibleError
from audit.models import Entry
from referrals.aids import actions as aids
from referrals.conflicts import actions
from referrals.decisions.flow import Status
from referrals.decisions.models import Decision
from referrals.families import actions as families
from referrals.hours.sums import CalendarMonth
from referrals.shields.models import Shield
from tests.agenda.reading import first_page, verb
from tests.conftest import SignIn
from tests.matrix.asking import address, ask
from tests.matrix.cast import MEMBERS, Browsers
from tests.matrix.relations import PATTERNS, about_the_family, undone
from tests.matrix.test_opening_every_page import arguments, not_found
from tests.stages.conflicts import a_conflict, i_know_them
from tests.stages.shields import shielded
from tests.stages.whole import Whole

# The lead enters conflicts of others; about the family itself nothing is left to the biased lead.
BIASED = ("worker", "lead", "flex", "culture", "carer")
LISTS = ("/", "/familien/", "/hilfen/", "/hilfeplaene/", "/anfragen/", "/freigaben/", "/stunden/")


@pytest.mark.parametrize("who", BIASED)
def test_no_page_about_the_family_is_left(whole: Whole, who: str) -> None:
    """Every address, GET and POST: as if the family did not exist."""
    browsers, wrong = Browsers(whole.world), []
    with undone():
        i_know_them(whole.world, MEMBERS[who].person, whole.sued.family)
        for name, said in about_the_family():
            args = arguments(PATTERNS[name], whole, whole.sued, said)
            for method, people in (("GET", said.reads), ("POST", said.acts)):
                if people is None or who not in people | said.led:
                    continue
                answer = ask(browsers, who, method, address(name, args))
                if (answer.status, answer.body) != (404, not_found()):
                    wrong.append(f"{method} {name} {said.about or ''}: {answer.word}")
    assert wrong == []


@pytest.mark.parametrize("who", [*BIASED, "head"])
def test_no_list_no_search_and_no_first_page_speaks_of_it(
    whole: Whole, signed_in: SignIn, who: str
) -> None:
    person = MEMBERS[who].person
    with undone():
        before = _everything_said(signed_in(person), whole)
        assert whole.sued.family.word in before, who
        if who == "head":
            a_conflict(whole.world, "nolte", whole.sued.family, person)
        else:
            i_know_them(whole.world, person, whole.sued.family)
        after = _everything_said(signed_in(person), whole)
    assert whole.sued.family.word not in after
    assert str(whole.sued.family.id) not in after


def _everything_said(browser: Client, whole: Whole) -> str:
    pages = [browser.get(url, follow=True) for url in LISTS]
    pages.append(browser.get(reverse("my_readings")))
    pages.append(browser.get(reverse("my_day")))
    pages.append(browser.get(reverse("notes")))
    pages.append(browser.get("/hilfen/?stand=alle"))
    pages.append(browser.post("/suche/", {"q": "Velmbrinker"}, follow=True))
    pages.append(browser.post("/suche/", {"q": whole.sued.family.word}, follow=True))
    said = "".join(page.content.decode() for page in pages)
    # What was typed into the search stands in its field.
    return said.replace(f'value="{whole.sued.family.word}"', "").replace('value="Velmbrinker"', "")


def test_it_beats_the_deputy_of_an_absent_worker_too(whole: Whole, signed_in: SignIn) -> None:
    with undone():
        a_conflict(whole.world, "nolte", whole.sued.family, "kaya")
        with whole.world.acting("demir") as by:
            accounts.set_absence(by=by, person=by.user, until_on=by.today)
        assert signed_in("kaya").get(f"/familien/{whole.sued.family.id}/").status_code == 404


def test_it_holds_from_the_very_next_request_and_a_second_person_lifts_it(
    whole: Whole, signed_in: SignIn
) -> None:
    page = f"/familien/{whole.sued.family.id}/"
    with undone():
        worker, lead = signed_in("demir"), signed_in("nolte")
        assert worker.get(page).status_code == 200
        said = worker.post(f"{page}ich-kenne-diese-familie/", {"reason": "close"}, follow=True)
        assert "Sie sehen diese Familie nicht mehr" in said.content.decode()
        assert worker.get(page).status_code == 404
        conflict = Conflict.objects.get(user__username=whole.world.town.people["demir"].username)
        lifting = reverse("conflict_lift", args=[conflict.id])
        assert (worker.get(lifting).status_code, worker.post(lifting).status_code) == (404, 404)
        assert "Aufheben" in lead.get(reverse("conflicts")).content.decode()
        asked = lead.get(lifting).content.decode()
        assert f"{whole.sued.family.word}" in asked
        assert "Nicht aufheben" in asked
        # Reading what follows lifts nothing.
        assert worker.get(page).status_code == 404
        assert lead.post(lifting).status_code == 302
        assert worker.get(page).status_code == 200
        told = list(Entry.objects.filter(event__startswith="conflict.").order_by("seq"))
        assert [entry.event for entry in told][-2:] == ["conflict.listed", "conflict.lifted"]


def test_the_lead_reads_that_somebody_else_has_to_work_on_it(
    whole: Whole, signed_in: SignIn
) -> None:
    with undone():
        i_know_them(whole.world, "demir", whole.sued.family)
        said = signed_in("nolte").get("/").content.decode()
        assert f"{whole.sued.family.word}: Die zuständige Fachkraft ist befangen" in said


def test_the_coordinator_names_another_carer(whole: Whole, signed_in: SignIn) -> None:
    drops_out = f"{whole.sued.family.word}: Derya Sahin geht nicht mehr hin"
    with undone():
        assert drops_out not in first_page(signed_in, "demir")
        i_know_them(whole.world, "sahin", whole.sued.family)
        said = first_page(signed_in, "demir")
        assert drops_out in said
        assert "Bitte fragen Sie FleX, wer jetzt kommt." in said
        assert drops_out not in first_page(signed_in, "wiegand")
        said = signed_in("brandt").get("/").content.decode()
        assert "ist befangen" in said
        page = signed_in("brandt").get(reverse("carer_new", args=[whole.sued.share.id]))
        assert str(whole.world.town.people["sahin"].id) not in page.content.decode()
        biased = whole.world.town.people["sahin"]
        with whole.world.acting("brandt") as by, pytest.raises(NotPossibleError) as refusal:
            aids.name_carer(by=by, share=whole.sued.share, carer=biased, no_conflict=True)
        assert refusal.value.sentence == "Bitte wählen Sie eine Fachkraft Ihres Trägers."


def test_the_worker_reads_that_a_provider_has_nobody_left_to_coordinate(
    whole: Whole, signed_in: SignIn
) -> None:
    with undone():
        i_know_them(whole.world, "brandt", whole.sued.family)
        said = signed_in("demir").get("/").content.decode()
        assert "koordiniert niemand" not in said
        i_know_them(whole.world, "hansen", whole.sued.family)
        said = signed_in("demir").get("/").content.decode()
        assert f"{whole.sued.family.word}: Bei FleX koordiniert niemand" in said


def test_a_family_is_not_handed_to_somebody_who_knows_it(whole: Whole, signed_in: SignIn) -> None:
    page = reverse("family_hand_over", args=[whole.sued.family.id])
    petry = whole.world.town.people["petry"]
    assert str(petry.id) not in signed_in("nolte").get(page).content.decode()
    with whole.world.acting("nolte") as by, pytest.raises(NotPossibleError):
        families.hand_over(by=by, family=whole.sued.family, worker=petry)
    with whole.world.acting("demir") as by, pytest.raises(NotPossibleError):
        families.set_second_worker(by=by, family=whole.sued.family, worker=petry)


def test_whoever_is_named_for_an_address_says_it_without_seeing_more(
    whole: Whole, signed_in: SignIn
) -> None:
    family = whole.sued.family
    page = reverse("conflict_declare", args=[family.id])
    haas = whole.world.town.people["haas"]
    with undone():
        browser = signed_in("haas")
        assert browser.get(page).status_code == 404
        shield = shielded(whole.world, family)
        Shield.objects.filter(id=shield.id).update(people=[*shield.people, haas.id])
        assert f'href="{page}"' in browser.get(reverse("addresses_named")).content.decode()
        shown = browser.get(page)
        assert shown.status_code == 200
        assert "Velmbrinker" not in shown.content.decode()
        assert browser.get(reverse("family", args=[family.id])).status_code == 404
        assert browser.post(page, {"reason": "close"}).status_code == 302
        listed = browser.get(reverse("addresses_named")).content.decode()
        assert family.word not in listed
        assert browser.get(page).status_code == 404


def test_nobody_enters_it_for_people_of_another_house(whole: Whole) -> None:
    family = whole.sued.family.id
    for who, person in (("brandt", "demir"), ("nolte", "sahin"), ("nolte", "nolte")):
        other = whole.world.town.people[person]
        with whole.world.acting(who) as by, pytest.raises(NotPossibleError):
            actions.enter(by=by, family=family, person=other, reason=Bias.CLOSE)
    petry = whole.world.town.people["petry"]
    with whole.world.acting("fries") as by, pytest.raises(PermissionDenied):
        actions.enter(by=by, family=family, person=petry, reason=Bias.CLOSE)


def test_the_head_and_finance_say_it_of_a_family_that_they_know_by_its_merkwort(
    whole: Whole, signed_in: SignIn
) -> None:
    family = whole.sued.family
    page = reverse("conflict_declare", args=[family.id])
    waiting = Decision.objects.filter(aid__family=family, status=Status.SUBMITTED)
    for who, where in (
        ("kowalski", reverse("decision", args=[waiting[0].id])),
        ("maibaum", f"{reverse('notices')}?month={_month_of_release(whole)}"),
    ):
        with undone():
            browser = signed_in(who)
            assert f'href="{page}"' in browser.get(where).content.decode()
            browser.post(page, {"reason": "close"})
            assert Conflict.objects.filter(user=whole.world.town.people[who]).exists()
            again = browser.get(where)
            assert again.status_code == 404 or family.word not in again.content.decode()
            assert browser.get(page).status_code == 404
    for other in ("lindner", "wolters", "rehm", "ullrich"):
        assert signed_in(other).get(page).status_code == 404


def _month_of_release(whole: Whole) -> str:
    released = Decision.objects.filter(aid__family=whole.sued.family, status=Status.APPROVED)
    decided = released.exclude(decided_at=None)[0].decided_at
    return CalendarMonth.of(clock.day(decided)).code if decided else ""


def test_the_head_enters_it_for_a_lead(whole: Whole, signed_in: SignIn) -> None:
    page = reverse("conflict_enter", args=[whole.sued.family.id])
    with undone():
        lead = whole.world.town.people["nolte"]
        sent = signed_in("kowalski").post(page, {"person": lead.id, "reason": "close"})
        assert sent.headers["Location"] == reverse("conflicts")
        browser = signed_in("nolte")
        assert browser.get(reverse("family", args=[whole.sued.family.id])).status_code == 404
    assert signed_in("maibaum").get(page).status_code == 404


def test_what_a_lead_enters_about_who_controls_is_looked_at(
    whole: Whole, signed_in: SignIn
) -> None:
    family, page = whole.sued.family, reverse("conflicts")
    with undone():
        for person, name in (("kowalski", "Kowalski"), ("stolze", "Stolze")):
            conflict = a_conflict(whole.world, "nolte", family, person)
            told = "eingetragen durch Gisela Nolte"
            said = first_page(signed_in, "rehm")
            assert f"{name} {told}" in said
            assert verb(said, "Ansehen", page)
            assert told not in first_page(signed_in, "seidel")
            assert name in signed_in("rehm").get(page).content.decode()
            lifting = reverse("conflict_lift", args=[conflict.id])
            assert signed_in(person).post(lifting).status_code == 404
            assert signed_in("seidel").post(lifting).status_code == 404
            assert signed_in("rehm").post(lifting).status_code == 302
            assert told not in first_page(signed_in, "rehm")
            entry = Entry.objects.filter(event="conflict.lifted").latest("seq")
            assert entry.about[2] == whole.world.town.people[person].id
        # Of people who neither lead nor control it is the lead's word alone.
        a_conflict(whole.world, "nolte", family, "kaya")
        assert told not in first_page(signed_in, "rehm")
        assert "Aylin Kaya" not in signed_in("rehm").get(page).content.decode()


def test_the_officer_looks_at_what_keeps_the_coordination_away(
    whole: Whole, signed_in: SignIn
) -> None:
    told = "eingetragen durch Gisela Nolte"
    with undone():
        conflict = a_conflict(whole.world, "nolte", whole.sued.family, "rehm")
        assert told not in first_page(signed_in, "rehm")
        assert (
            whole.sued.family.word not in signed_in("rehm").get("/befangenheiten/").content.decode()
        )
        assert told in first_page(signed_in, "seidel")
        lifting = reverse("conflict_lift", args=[conflict.id])
        assert signed_in("rehm").post(lifting).status_code == 404
        assert signed_in("seidel").post(lifting).status_code == 302
        assert told not in first_page(signed_in, "seidel")


def test_a_text_that_was_kept_is_not_found_either_and_comes_back(
    whole: Whole, signed_in: SignIn
) -> None:
    story, browser = whole.sued, signed_in("demir")
    pages = [
        f"{reverse('note_new')}?familie={story.family.id}",
        reverse("ending_new", args=[story.aid.id]),
        reverse("note_new"),
    ]
    with whole.world.acting("demir") as by:
        for number, page in enumerate(pages):
            text = f"Das bleibt bis morgen liegen, Zettel {number}."
            drafts.keep(by=by, address=page, fields={"text": [text]})

    def found() -> list[int]:
        page = browser.get("/zugang/entwuerfe/").content.decode()
        assert (str(story.family.id) in page) == ("Zettel 0." in page)
        return [number for number in range(3) if f"Zettel {number}." in page]

    assert found() == [0, 1, 2]
    known = i_know_them(whole.world, "demir", story.family)
    assert found() == [2]
    Conflict.objects.filter(id=known.id).update(
        lifted_at=clock.read(), lifted_by=whole.world.town.people["nolte"]
    )
    assert found() == [0, 1, 2]
