"""A paper that would give a protected address away is not given out; a parent apart gets a version of their own."""

import io
import re

import pikepdf
import pytest

from protection.pdf import pages_of
from referrals.papers import jobs
from referrals.papers.models import Paper
from referrals.plans.models import Version
from tests.conftest import SignIn
from tests.stages import aids
from tests.stages.families import a_family
from tests.stages.plans import a_draft, a_plan_in_force
from tests.stages.shields import shielded
from tests.world import World

SECRETS = ("Hundekehr", "Rosengarten", "23125-9001", "Stadtteilladen")


@pytest.fixture
def written(world: World, monkeypatch: pytest.MonkeyPatch) -> Version:
    """A plan in force whose texts name the street, the school and a number."""
    from tests.stages import plans

    more = {
        "need": "Ruhige Abende. Sunniva ist unter 030 23 12 59 001 zu erreichen. Mehr Schlaf.",
        "agreements": "Treffen in der Hundekehrg. 12a. Der Vater kommt nicht mit.",
        "child_view": "Mirabai geht gern in die Rosengarten-\nschule.",
        "place": "Stadtteilladen, hinterer Raum",
    }
    monkeypatch.setattr(plans, "TEXTS", plans.TEXTS | more)
    family = a_family(world)
    aid = aids.a_running_aid(world, ("flex",), family=family)
    version = a_plan_in_force(world, aid)
    shielded(world, family)
    return version


def printed(signed_in: SignIn, version: Version, audience: str) -> Paper:
    answer = signed_in("demir").post(
        f"/hilfeplaene/fassung/{version.id}/papier/", {"audience": audience}
    )
    assert answer.status_code == 302
    asked = Paper.objects.latest("asked_at")
    jobs.make(paper=str(asked.id))
    asked.refresh_from_db()
    return asked


def test_a_paper_with_a_protected_address_is_not_given_out(
    world: World, signed_in: SignIn, written: Version
) -> None:
    with world.acting("demir"):
        held = printed(signed_in, written, "")
        assert held.made_at is None
        assert held.content is None
    assert re.fullmatch(r"(Seite \d, (Anschrift|Schule|Telefon)(; )?)+", held.held)
    page = signed_in("demir").get(f"/hilfeplaene/papier/{held.id}/", follow=True).content.decode()
    assert f"Das Dokument enthält eine geschützte Angabe ({held.held})." in page
    assert "nicht ausgegeben" in page


def test_a_parent_apart_gets_the_same_paper_without_what_they_must_not_learn(
    world: World, signed_in: SignIn, written: Version
) -> None:
    with world.acting("demir"):
        made = printed(signed_in, written, "apart")
    assert made.held == ""
    answer = signed_in("demir").get(f"/hilfeplaene/papier/{made.id}/")
    text = " ".join(pages_of(answer.content))
    assert [secret for secret in SECRETS if secret in text] == []
    assert "Der Vater kommt nicht mit." in text
    assert "wird gesondert mitgeteilt" in text
    assert f"{written.review_on:%d.%m.%Y}" not in text
    assert "Ruhige Abende." in text
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert str(pdf.docinfo["/Title"]) == f"Hilfeplan {written.plan.aid.word}"
    shown = (
        signed_in("demir")
        .get(f"/hilfeplaene/fassung/{written.id}/papier/ansicht/?fassung=getrennt")
        .content.decode()
    )
    assert [secret for secret in SECRETS if secret in shown] == []


def test_without_a_shield_too_the_version_apart_names_no_address(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    version = a_draft(world, aids.a_running_aid(world, ("flex",), family=family))
    with world.acting("demir"):
        made = printed(signed_in, version, "apart")
    assert made.held == ""
    text = " ".join(pages_of(signed_in("demir").get(f"/hilfeplaene/papier/{made.id}/").content))
    assert "Jugendamt, Raum 12" not in text


def test_the_two_versions_are_told_apart_by_a_letter_that_tells_the_reader_nothing(
    world: World, signed_in: SignIn
) -> None:
    version = a_draft(world, aids.a_running_aid(world, ("flex",), family=a_family(world)))
    worker, names = signed_in("demir"), []
    for audience, mark in (("", "A"), ("apart", "B")):
        with world.acting("demir"):
            made = printed(signed_in, version, audience)
        answer = worker.get(f"/hilfeplaene/papier/{made.id}/")
        pages = pages_of(answer.content)
        names.append(answer.headers["Content-Disposition"])
        # A Merkwort with an umlaut stands encoded and without quotation marks.
        assert names[-1].rstrip('"').endswith(f"_{mark}.pdf")
        for number, page in enumerate(pages, 1):
            assert f"Seite {number} von {len(pages)} · {mark}" in page
        assert "getrennt" not in " ".join(pages)
    assert len({name.replace("_A", "_B") for name in names}) == 1
    page = worker.get(f"/hilfeplaene/fassung/{version.id}/papier/").content.decode()
    for shown in ("A, für: Alle Beteiligten", "B, für: Elternteil, der getrennt lebt"):
        assert shown in page
    preview = f"/hilfeplaene/fassung/{version.id}/papier/ansicht/?fassung=getrennt"
    assert "Fassung B: Elternteil" in worker.get(preview).content.decode()
