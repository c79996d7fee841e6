"""People beside the families read their one list and nothing more, whatever they ask for."""

import pytest

from accounts.models import Mandate
from audit.models import Entry
from referrals.families.models import Family
from referrals.hours.models import TimeEntry
from referrals.intakes.models import Danger, Intake
from referrals.invoices.sums import invoice_key
from tests.conftest import SignIn
from tests.stages.intakes import an_intake
from tests.stages.whole import Whole
from tests.world import World

BESIDE = ("ullrich", "gerlach", "maibaum", "rehm", "stolze", "grote")


def _text(signed_in: SignIn, who: str, address: str) -> str:
    answer = signed_in(who).get(address)
    assert answer.status_code == 200, (who, address)
    return answer.content.decode()


def test_nobody_beside_the_families_sees_one(whole: Whole) -> None:
    for who in BESIDE:
        with whole.world.acting(who) as by:
            assert not Family.objects.visible_to(by).exists(), who
            assert not TimeEntry.objects.visible_to(by).exists(), who


def test_finance_reads_what_was_released_without_its_reasons(
    whole: Whole, signed_in: SignIn
) -> None:
    page = _text(signed_in, "maibaum", "/bewilligungen/")
    months = [page, _text(signed_in, "maibaum", "/bewilligungen/?month=2026-01")]
    with whole.world.acting("demir"):
        decided = whole.sued.decision.decided_at
    assert decided
    page = _text(signed_in, "maibaum", f"/bewilligungen/?month={decided:%Y-%m}")
    assert whole.sued.aid.word in page
    for text in ("Velmbrinker", *whole.texts):
        assert not any(text in one for one in (page, *months))
    read = Entry.objects.filter(event="notice.listed").order_by("-seq")[0]
    assert whole.sued.family.id in read.about


def test_the_administration_of_a_provider_reads_keys_people_and_minutes(
    whole: Whole, signed_in: SignIn
) -> None:
    with whole.world.acting("brandt") as by:
        entry = TimeEntry.objects.visible_to(by).filter(share=whole.sued.share).first()
    assert entry
    address = f"?month={entry.on:%Y-%m}"
    page = _text(signed_in, "grote", f"/abrechnung/{address}")
    answer = signed_in("grote").get(f"/abrechnung/datei/{address}")
    file = answer.content.decode("utf-8-sig")
    key = invoice_key(whole.sued.share.account)
    for text in (page, file):
        assert key in text
        assert "Derya Sahin" in text
        for told in ("Velmbrinker", "Simone Krause", whole.sued.aid.word, *whole.texts):
            assert told not in text
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert str(whole.sued.family.id) not in page
    assert signed_in("brandt").get("/abrechnung/").status_code == 404


def test_child_protection_finds_a_possible_danger_of_every_team(
    world: World, signed_in: SignIn
) -> None:
    danger = an_intake(world, danger=Danger.YES)
    calm = an_intake(world, matter="Eine Frage zur Kita", danger=Danger.NO)
    assert str(danger.id) in _text(signed_in, "gerlach", "/meldungen/")
    client = signed_in("gerlach")
    assert client.get(f"/meldungen/{danger.id}/").status_code == 200
    assert client.get(f"/meldungen/{calm.id}/").status_code == 404
    sent = client.post(f"/meldungen/{danger.id}/zu-zweit/", {"assessment": "Sofort hin."})
    assert sent.status_code == 302
    assert Intake.objects.get(id=danger.id).confirmed_by == world.town.people["gerlach"]
    with world.acting("gerlach") as by:
        seen = Intake.objects.visible_to(by)
        assert not seen.filter(danger=Danger.NO).exists()
        assert not seen.exclude(status="open").exclude(confirmed_by=by.user).exists()


def test_whose_role_ended_has_only_the_own_access(world: World, signed_in: SignIn) -> None:
    yesterday = world.actor("wolters").today.replace(day=1)
    for who in BESIDE:
        Mandate.objects.filter(user=world.town.people[who]).update(
            since_on=yesterday.replace(year=yesterday.year - 1),
            until_on=yesterday.replace(year=yesterday.year - 1),
        )
        client = signed_in(who)
        assert client.get("/").headers["Location"] == "/zugang/"
        for address in ("/bewilligungen/", "/abrechnung/", "/meldungen/", "/rechte/", "/familien/"):
            assert client.get(address).status_code == 404, (who, address)
        assert client.get("/zugang/").status_code == 200


@pytest.mark.parametrize("month", ["", "2026-13", "2026-1", "9999-99", "\x00", "2026-0121"])
def test_a_month_that_is_none_is_the_present_one(
    world: World, signed_in: SignIn, month: str
) -> None:
    assert signed_in("grote").get("/abrechnung/", {"month": month}).status_code == 200
