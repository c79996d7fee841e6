"""What was typed and not sent: kept for its author alone, given back, let go."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts import actions as accounts
from accounts.actor import Actor
from accounts.drafts import access, actions
from accounts.drafts.models import Draft
from accounts.drafts.views import NOT_HERE, WAS_LOCKED
from accounts.models import User
from audit import clock
from audit.deeds import NotPossibleError
from audit.models import Entry
from protection import wall
from protection.models import DataKey
from tests.conftest import SignIn
from tests.locks.aging import later, shows_a_factor
from tests.twice.pages import filled_in
from tests.world import World

NOTE = "/notieren/"
TEXT = "Die Mutter möchte am Freitag zurückgerufen werden."


def _sent(browser: Client, text: str = TEXT) -> Any:
    return filled_in(browser.get(NOTE).content.decode(), NOTE, {"text": text})


def _own(world: World, who: str = "demir") -> list[Draft]:
    with world.acting(who):
        return list(Draft.objects.select_related("lock"))


def test_the_button_keeps_the_text_and_shows_it_again(signed_in: SignIn, world: World) -> None:
    browser = signed_in("demir")
    answer = browser.post(NOTE, {**_sent(browser), "behalten": "ja"})
    (draft,) = _own(world)
    assert answer.headers["Location"] == f"{NOTE}?entwurf={draft.id}"
    shown = browser.get(answer.headers["Location"]).content.decode()
    assert TEXT in shown
    assert "Gesendet ist er noch nicht." in shown


def test_the_quiet_way_keeps_one_draft_a_page(signed_in: SignIn, world: World) -> None:
    browser = signed_in("demir")
    sent = _sent(browser)
    for text in (TEXT, TEXT + " Nachmittags.", TEXT + " Morgens."):
        answer = browser.post(NOTE, {**sent, "text": text, "behalten": "leise"})
        assert set(answer.json()) == {"at", "sentence"}
    assert len(_own(world)) == 1
    with world.acting("demir") as by:
        assert actions.read_own(by=by)[0].texts[0].endswith("Morgens.")


def test_coming_back_offers_the_draft_and_saving_lets_it_go(
    signed_in: SignIn, world: World
) -> None:
    browser = signed_in("demir")
    sent = _sent(browser)
    browser.post(NOTE, {**sent, "behalten": "leise"})
    (draft,) = _own(world)
    page = browser.get(NOTE).content.decode()
    assert "Weiterschreiben" in page
    assert f"{NOTE}?entwurf={draft.id}" in page
    assert "Ein Text ist gesichert" in browser.get("/").content.decode()
    assert browser.post(NOTE, sent).status_code == 302
    assert _own(world) == []
    with world.acting("demir"):
        assert DataKey.objects.get(id=draft.lock_id).wrapped is None


def test_what_is_refused_keeps_its_draft(signed_in: SignIn, world: World) -> None:
    browser = signed_in("demir")
    sent = _sent(browser)
    browser.post(NOTE, {**sent, "behalten": "leise"})
    assert browser.post(NOTE, {**sent, "text": ""}).status_code == 422
    assert len(_own(world)) == 1


def test_nobody_else_finds_a_draft(signed_in: SignIn, world: World) -> None:
    browser = signed_in("demir")
    browser.post(NOTE, {**_sent(browser), "behalten": "leise"})
    (draft,) = _own(world)
    for who in ("kaya", "nolte", "wolters", "brandt"):
        assert _own(world, who) == []
        other = signed_in(who)
        discarded = other.post(reverse("draft_discard", args=[draft.id]))
        assert discarded.status_code == 404
        assert TEXT not in other.get(reverse("drafts")).content.decode()
    colleague = signed_in("kaya").get(f"{NOTE}?entwurf={draft.id}")
    assert colleague.status_code == 200
    assert TEXT not in colleague.content.decode()


def test_nobody_stands_in_for_an_author(signed_in: SignIn, world: World) -> None:
    browser = signed_in("demir")
    browser.post(NOTE, {**_sent(browser), "behalten": "leise"})
    (draft,) = _own(world)
    with world.acting("demir") as by:
        kaya = world.town.people["kaya"]
        accounts.set_absence(by=by, person=by.user, until_on=by.today, deputy=kaya)
    assert _own(world, "kaya") == []
    with connection.cursor() as cursor, world.acting("kaya"):
        cursor.execute("SELECT count(*) FROM accounts_draft WHERE id = %s", [draft.id])
        assert cursor.fetchone()[0] == 0


def test_what_comes_while_locked_never_overwrites_what_was_kept_before(
    signed_in: SignIn, world: World
) -> None:
    browser = signed_in("demir")
    sent = _sent(browser)
    browser.post(NOTE, {**sent, "behalten": "leise"})
    later(browser, 11)
    browser.post(NOTE, {**sent, "text": "Ein Fremder am offenen Rechner schreibt."})
    assert sorted(draft.proven for draft in _own(world)) == [False, True]
    shows_a_factor(browser)
    assert browser.get(NOTE).content.decode().count("Weiterschreiben") == 2


def test_what_the_lock_itself_asks_leaves_no_draft(signed_in: SignIn, world: World) -> None:
    browser = signed_in("demir")
    later(browser, 11)
    for address in ("still_here", "device"):
        answer = browser.post(reverse(address), {"place": "phone"})
        assert (answer.status_code, "verschlossen" in answer.content.decode()) == (423, True)
    assert _own(world) == []


def test_the_same_words_are_kept_once(signed_in: SignIn, world: World) -> None:
    browser = signed_in("demir")
    sent = _sent(browser)
    browser.post(NOTE, {**sent, "behalten": "leise"})
    later(browser, 11)
    browser.post(NOTE, sent)
    assert [draft.proven for draft in _own(world)] == [True]


def test_neither_tokens_nor_secrets_are_kept(signed_in: SignIn, world: World) -> None:
    browser = signed_in("demir")
    later(browser, 11)
    secret = {"password": "geheim", "oldpassword": "geheim", "code": "123456", "again": "geheim"}
    browser.post(NOTE, {**_sent(browser), "text": TEXT, **secret, "credential": "{}"})
    browser.post("/zugang/passwort/", secret)
    (draft,) = _own(world)
    with world.acting("demir") as by:
        kept = actions.take_up(by=by, draft=draft)
    assert kept.keys() & {*secret, "credential", "csrfmiddlewaretoken"} == set()


def test_the_session_remembers_nothing_of_it(signed_in: SignIn) -> None:
    browser = signed_in("demir")
    later(browser, 11)
    browser.post(NOTE, {"text": TEXT})
    assert TEXT not in repr(dict(browser.session))


def test_a_text_too_long_to_keep_gets_a_sentence(signed_in: SignIn, world: World) -> None:
    browser = signed_in("demir")
    later(browser, 11)
    answer = browser.post(NOTE, {"text": "Wort " * 80_000})
    assert "länger als 300.000 Zeichen" in answer.content.decode()
    assert _own(world) == []


def test_a_draft_of_a_page_one_may_not_see_any_more_stays_readable(
    signed_in: SignIn, world: World
) -> None:
    browser = signed_in("demir")
    address = reverse("person_new", args=[uuid4()])
    later(browser, 11)
    answer = browser.post(address, {"first_name": TEXT})
    shows_a_factor(browser)
    assert browser.get(answer.context["sheet"].back).status_code == 404
    page = browser.get(reverse("drafts")).content.decode()
    assert TEXT in page
    (draft,) = _own(world)
    browser.post(reverse("draft_discard", args=[draft.id]))
    assert _own(world) == []


def test_showing_it_again_does_nothing(signed_in: SignIn, world: World) -> None:
    """A page that would act at once finds that it cannot: the button of an absence, with words beside it."""
    browser = signed_in("demir")
    address = reverse("absence_end")
    with world.acting("demir") as by:
        kaya = world.town.people["kaya"]
        accounts.set_absence(by=by, person=by.user, until_on=by.today, deputy=kaya)
        draft = actions.keep(by=by, address=address, fields={"x": [TEXT]}, proven=False)
    answer = browser.get(f"{address}?entwurf={draft.id}", follow=True)
    assert NOT_HERE in answer.content.decode()
    assert TEXT in answer.content.decode()
    assert world.town.people["demir"].absences.count() == 1
    assert not Entry.objects.filter(event="absence.ended").exists()


def test_after_twelve_hours_the_text_waits_behind_the_door(signed_in: SignIn, world: World) -> None:
    browser = signed_in("demir")
    sent = _sent(browser)
    later(browser, 12 * 60 + 5)
    answer = browser.post(NOTE, sent)
    (draft,) = _own(world)
    assert answer.headers["Location"] == f"/anmelden/?next={NOTE}%3Fentwurf%3D{draft.id}"
    assert browser.get(NOTE).status_code == 302
    again = signed_in("demir").get(f"{NOTE}?entwurf={draft.id}").content.decode()
    assert TEXT in again
    assert WAS_LOCKED in again


@pytest.mark.parametrize("lost", ["ended", "weak"])
def test_a_session_that_is_none_keeps_nothing(signed_in: SignIn, world: World, lost: str) -> None:
    browser = signed_in("demir")
    session: Any = browser.session
    if lost == "ended":
        session.delete()
    else:
        session["account_authentication_methods"] = [{"method": "password", "at": 0}]
        session.save()
        later(browser, 12 * 60 + 5)
    browser.post(NOTE, {"text": TEXT})
    assert _own(world) == []


def test_one_author_keeps_fifty(world: World) -> None:
    with world.acting("demir") as by, transaction.atomic():
        for number in range(actions.MOST):
            actions.keep(by=by, address=f"/{number}/", fields={"text": ["x"]})
        with pytest.raises(NotPossibleError, match="50 Entwürfe"):
            actions.keep(by=by, address="/mehr/", fields={"text": ["x"]})
        actions.keep(by=by, address="/1/", fields={"text": ["y"]})


def test_after_two_weeks_the_clock_lets_drafts_go(world: World) -> None:
    with world.acting("demir", world.ago(days=15)) as by:
        old = actions.keep(by=by, address="/alt/", fields={"text": [TEXT]})
    with world.acting("demir", world.ago(days=13)) as by:
        actions.keep(by=by, address="/neu/", fields={"text": [TEXT]})
    with world.acting("demir") as by:
        assert Draft.objects.visible_to(by).get().address == "/neu/"
    User.objects.filter(id=world.town.people["demir"].id).update(last_login=world.ago(days=15))
    night = Actor.clock(clock.read())
    with wall.standing_as(night):
        assert actions.retire(by=night) == 1
    assert [draft.address for draft in _own(world)] == ["/neu/"]
    with world.acting("demir"):
        assert DataKey.objects.get(id=old.lock_id).destroyed_at is not None


def test_two_weeks_are_fourteen_days() -> None:
    assert timedelta(days=14) == access.KEPT_DAYS
