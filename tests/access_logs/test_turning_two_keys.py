"""The access log of one family opens by two keys in sequence, and what it says is frozen as paper."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit import clock
from audit.models import Entry
from protection.pdf import pages_of
from referrals.access_logs import jobs
from referrals.access_logs.models import AccessLog
from referrals.families.models import Family
from tests.conftest import SignIn
from tests.stages.access_logs import COORDINATION, HEAD, OFFICER, WORDS, a_log, an_opened_log
from tests.stages.conflicts import a_conflict
from tests.stages.families import a_family
from tests.world import World

LISTED = "/zugriffsprotokolle/"


@pytest.fixture
def family(world: World, signed_in: SignIn) -> Family:
    """A family whose file Demir read."""
    family = a_family(world)
    signed_in("demir").get(reverse("family", args=[family.id]))
    return family


def _typed(world: World, family: Family, **overrides: str) -> dict[str, str]:
    today = world.actor("demir").today
    return {
        "word": family.word,
        "from_on": (today - timedelta(days=30)).isoformat(),
        "until_on": today.isoformat(),
        "reason": "asked",
        "words": WORDS,
        **overrides,
    }


def _answers(signed_in: SignIn, who: str, log: AccessLog, answer: str = "yes") -> int:
    page = reverse("access_log_answer", args=[log.id])
    return signed_in(who).post(page, {"answer": answer}).status_code


def test_one_asks_another_agrees_and_both_read_the_same_paper(
    world: World, signed_in: SignIn, family: Family
) -> None:
    officer, head = signed_in(OFFICER), signed_in(HEAD)
    assert officer.post(LISTED, _typed(world, family)).status_code == 302
    log = AccessLog.objects.get()
    opens = reverse("access_log", args=[log.id])
    assert officer.get(opens).status_code == 404
    assert "Zugriffsprotokoll öffnen?" in head.get(reverse("today")).content.decode()
    assert WORDS in head.get(LISTED).content.decode()
    assert _answers(signed_in, HEAD, log) == 302
    jobs.make(log=str(log.id))
    papers = {who: signed_in(who).get(opens).content for who in (OFFICER, HEAD)}
    assert papers[OFFICER] == papers[HEAD]
    text = " ".join(" ".join(pages_of(papers[OFFICER])).split())
    for said in ("Sevgi Demir", "Familie gelesen", WORDS, "Leistung oder Verhalten", family.word):
        assert said in text, said
    assert "Velmbrinker" not in text
    assert signed_in(COORDINATION).get(opens).status_code == 404
    events = ["access_log.asked", "access_log.agreed", "access_log.made", "access_log.read"]
    for event in events:
        assert family.id in Entry.objects.filter(event=event)[0].about
    # What comes later does not change the paper.
    signed_in("demir").get(reverse("family", args=[family.id]))
    assert officer.get(opens).content == papers[OFFICER]


def test_nobody_turns_both_keys_and_one_of_them_is_the_officers(
    world: World, signed_in: SignIn, family: Family
) -> None:
    by_officer = a_log(world, family)
    assert _answers(signed_in, OFFICER, by_officer) == 404
    assert _answers(signed_in, COORDINATION, by_officer, "no") == 302
    by_head = a_log(world, family, HEAD)
    assert _answers(signed_in, HEAD, by_head) == 404
    assert _answers(signed_in, COORDINATION, by_head) == 404
    assert _answers(signed_in, OFFICER, by_head) == 302
    for stranger in ("demir", "nolte", "sahin", "wolters", "stolze"):
        assert signed_in(stranger).get(LISTED).status_code in {403, 404}
        assert _answers(signed_in, stranger, by_head) in {403, 404}


def test_after_three_days_nobody_agrees_any_more(
    world: World, signed_in: SignIn, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, begin = a_log(world, family), clock.read()
    monkeypatch.setattr(clock, "read", lambda: begin + timedelta(days=3, minutes=1))
    assert "Verfallen" in signed_in(OFFICER).get(LISTED).content.decode()
    _answers(signed_in, HEAD, log)
    log.refresh_from_db(fields=["status"])
    assert log.status == "asked"
    jobs.expire(0)
    log.refresh_from_db(fields=["status"])
    assert log.status == "expired"
    assert _answers(signed_in, HEAD, log) == 404
    # Another one may be asked for.
    assert signed_in(OFFICER).post(LISTED, _typed(world, family)).status_code in {302, 422}


def test_one_request_waits_for_a_family_and_can_be_taken_back(
    world: World, signed_in: SignIn, family: Family
) -> None:
    log, officer = a_log(world, family), signed_in(OFFICER)
    again = officer.post(LISTED, _typed(world, family))
    assert again.status_code == 422
    assert "wartet schon eine Bitte" in again.content.decode()
    page = reverse("access_log_withdraw", args=[log.id])
    assert signed_in(HEAD).post(page).status_code == 404
    assert officer.post(page).status_code == 302
    assert officer.post(LISTED, _typed(world, family)).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"word": "Wanderspecht 999"}, "gibt es keine Akte"),
        ({"until_on": "2999-01-01"}, "Bitte"),
        ({"from_on": "2020-01-01"}, "höchstens ein Jahr"),
        ({"words": ""}, "Bitte"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(
    world: World, signed_in: SignIn, family: Family, typed: dict[str, str], sentence: str
) -> None:
    answer = signed_in(OFFICER).post(LISTED, _typed(world, family, **typed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not AccessLog.objects.exists()


def test_the_end_does_not_lie_before_the_beginning(
    world: World, signed_in: SignIn, family: Family
) -> None:
    early = (world.actor("demir").today - timedelta(days=60)).isoformat()
    answer = signed_in(OFFICER).post(LISTED, _typed(world, family, until_on=early))
    assert answer.status_code == 422
    assert "vor dem Beginn" in answer.content.decode()


def test_a_conflict_of_interest_takes_a_key_away(
    world: World, signed_in: SignIn, family: Family
) -> None:
    log = an_opened_log(world, family)
    a_conflict(world, "nolte", family, OFFICER)
    officer = signed_in(OFFICER)
    assert officer.get(reverse("access_log", args=[log.id])).status_code == 404
    answer = officer.post(LISTED, _typed(world, family))
    assert "gibt es keine Akte" in answer.content.decode()
    assert family.word not in officer.get(LISTED).content.decode().replace(
        f'value="{family.word}"', ""
    )


def test_the_officer_alone_does_not_follow_a_family_through_the_trail(
    world: World, signed_in: SignIn, family: Family
) -> None:
    answer = signed_in(OFFICER).get(reverse("trail_of", args=[family.id]))
    assert answer.headers["Location"] == f"{LISTED}?akte={family.id}"
    page = signed_in(OFFICER).get(answer.headers["Location"]).content.decode()
    assert f'value="{family.id}"' in page
    typed = _typed(world, family, word=str(family.id))
    assert signed_in(OFFICER).post(LISTED, typed).status_code == 302
    assert AccessLog.objects.get().family_id == family.id
