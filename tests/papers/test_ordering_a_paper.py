"""Ordering a paper: the worker prints it, the pages stay quick, and only who asked opens it."""

import io
from datetime import timedelta
from uuid import uuid4

import pikepdf
from django.db import connection
from django.urls import reverse
from django.utils.http import content_disposition_header
from procrastinate.contrib.django.models import ProcrastinateJob

from audit.models import Entry
from protection.models import DataKey
from referrals.papers import actions, jobs
from referrals.papers.models import Paper
from referrals.plans import actions as plans
from referrals.plans.models import Version
from tests.conftest import SignIn
from tests.stages.plans import GOALS, TEXTS, a_circulated_plan, a_draft, a_plan_in_force
from tests.stages.purposes import she_says_what_for
from tests.world import WORKER, World

SHARED = ("brandt", "sahin", "aydin", "haddad")
STRANGERS = ("wiegand", "fries", "kowalski", "lindner", "seidel", "hartwig", "krause", "vogt")


def ordered(signed_in: SignIn, version: Version, who: str = WORKER) -> Paper:
    """Ask for a paper on the page, and let the worker print it."""
    answer = signed_in(who).post(reverse("papers", args=[version.id]))
    assert answer.status_code == 302
    asked = Paper.objects.latest("asked_at")
    jobs.make(paper=str(asked.id))
    asked.refresh_from_db()
    return asked


def test_who_asks_gets_a_pdf_under_a_neutral_name(world: World, signed_in: SignIn) -> None:
    version, client = a_plan_in_force(world), signed_in(WORKER)
    asked = ordered(signed_in, version)
    assert "PDF öffnen" in client.get(reverse("papers", args=[version.id])).content.decode()
    answer = client.get(reverse("paper", args=[asked.id]))
    word = version.plan.aid.word.replace(" ", "-")
    name = f"Hilfeplan_{word}_{version.meeting_on:%Y-%m-%d}_A.pdf"
    assert answer.headers["Content-Type"] == "application/pdf"
    # Some words have umlauts, and then the header says the name in another way.
    told = content_disposition_header(as_attachment=True, filename=name)
    assert answer.headers["Content-Disposition"] == told
    assert answer.headers["Cache-Control"] == "no-store"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert str(pdf.docinfo["/Title"]) == f"Hilfeplan {version.plan.aid.word}"


def test_until_it_is_there_the_page_says_so(world: World, signed_in: SignIn) -> None:
    version, client = a_plan_in_force(world), signed_in(WORKER)
    client.post(reverse("papers", args=[version.id]))
    text = client.get(reverse("papers", args=[version.id])).content.decode()
    assert "wird erstellt" in text
    assert "PDF öffnen" not in text
    early = client.get(reverse("paper", args=[Paper.objects.get().id]), follow=True)
    assert "Das PDF wird noch erstellt." in early.content.decode()


def test_the_request_prints_nothing_and_the_job_knows_only_an_id(
    world: World, signed_in: SignIn
) -> None:
    version = a_plan_in_force(world)
    signed_in(WORKER).post(reverse("papers", args=[version.id]))
    asked = Paper.objects.get()
    assert asked.content is None
    job = ProcrastinateJob.objects.get(task_name="papers.make")
    assert job.args == {"paper": str(asked.id)}


def test_asking_twice_makes_one_paper(world: World, signed_in: SignIn) -> None:
    version, client = a_plan_in_force(world), signed_in(WORKER)
    for _ in range(2):
        client.post(reverse("papers", args=[version.id]))
    assert Paper.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="papers.make").count() == 1
    # A worker that was down does not hold up paper for ever.
    with world.acting(WORKER, world.ago(hours=-1)) as later:
        actions.order(by=later, version=version)
    assert Paper.objects.count() == 2


def test_the_worker_prints_once_however_often_it_is_told(world: World, signed_in: SignIn) -> None:
    asked = ordered(signed_in, a_plan_in_force(world))
    before = asked.content
    jobs.make(paper=str(asked.id))
    asked.refresh_from_db()
    assert asked.content == before


def test_who_reads_the_plan_may_have_it_on_paper(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    she_says_what_for(world, version.plan.aid.family)
    listed, shown = (reverse(name, args=[version.id]) for name in ("papers", "paper_preview"))
    for who in (WORKER, "nolte", *SHARED, *STRANGERS):
        client = signed_in(who)
        answers = [client.get(listed), client.get(shown), client.post(listed)]
        expected = [404, 404, 404] if who in STRANGERS else [200, 200, 302]
        assert [answer.status_code for answer in answers] == expected, who


def test_nobody_opens_the_paper_that_another_asked_for(world: World, signed_in: SignIn) -> None:
    asked = ordered(signed_in, a_plan_in_force(world))
    for who in ("nolte", *SHARED, *STRANGERS):
        client = signed_in(who)
        foreign, unknown = (client.get(reverse("paper", args=[one])) for one in (asked.id, uuid4()))
        assert foreign.status_code == unknown.status_code == 404, who
        assert body(foreign.content) == body(unknown.content)


def body(content: bytes) -> str:
    return content.decode().split("<main")[1].split("</main>")[0]


def test_a_providers_paper_ends_with_what_the_provider_may_read(
    world: World, signed_in: SignIn
) -> None:
    version = a_circulated_plan(world)
    asked, address = ordered(signed_in, version, "brandt"), ""
    address = reverse("paper", args=[asked.id])
    assert signed_in("brandt").get(address).status_code == 200
    with world.acting(WORKER) as by:
        plans.take_back(by=by, version=version)
    assert signed_in("brandt").get(address).status_code == 404


def test_a_paper_of_a_draft_stays_behind_the_wall(world: World, signed_in: SignIn) -> None:
    asked = ordered(signed_in, a_draft(world))
    with world.acting("brandt"):
        assert not Paper.objects.filter(id=asked.id).exists()


def test_the_pdf_is_sealed(world: World, signed_in: SignIn) -> None:
    ordered(signed_in, a_plan_in_force(world))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM referrals_paper")
        cell = bytes(cursor.fetchone()[0])
    # Neither as a file nor in base64.
    assert b"%PDF" not in cell
    assert b"JVBERi" not in cell


def test_printing_that_fails_says_so_and_tells_nothing(
    world: World, signed_in: SignIn, settings: object, tmp_path: object
) -> None:
    version, client = a_plan_in_force(world), signed_in(WORKER)
    settings.PRINT_DIR = tmp_path  # type: ignore[attr-defined]  # the fixture takes any setting
    asked = ordered(signed_in, version)
    assert asked.failed
    assert asked.content is None
    text = client.get(reverse("papers", args=[version.id])).content.decode()
    assert "nicht gelungen" in text
    assert "PDF erstellen" in text
    opened = client.get(reverse("paper", args=[asked.id]), follow=True).content.decode()
    assert "Das PDF konnte nicht erstellt werden." in opened
    entry = Entry.objects.get(event="plan.paper_failed")
    assert entry.facts == {"error": "PaperError"}


def test_a_destroyed_key_is_no_reason_to_stop_the_worker(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    lock = DataKey.objects.get(id=version.lock_id)
    lock.wrapped, lock.destroyed_at = None, world.ago()
    lock.save()
    assert ordered(signed_in, version).failed


def test_ordering_making_and_opening_are_in_the_trail(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    asked = ordered(signed_in, version)
    signed_in(WORKER).get(reverse("paper", args=[asked.id]))
    signed_in(WORKER).get(reverse("paper_preview", args=[version.id]))
    told = Entry.objects.filter(about__contains=[version.id]).order_by("seq")
    events = list(told.values_list("event", flat=True))
    assert events[-4:] == [
        "plan.paper_ordered",
        "plan.paper_made",
        "plan.printed",
        "plan.previewed",
    ]
    assert told.get(event="plan.paper_made").role == "clock"


def test_the_preview_shows_the_plan_without_page_frame(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    answer = signed_in(WORKER).get(reverse("paper_preview", args=[version.id]))
    text = answer.content.decode()
    assert GOALS[0] in text
    assert TEXTS["parents_view"] in text
    assert "/static/print/plan" in text
    assert "<style" not in text
    assert "style=" not in text


def test_a_refused_order_leaves_no_job(world: World, signed_in: SignIn) -> None:
    version = a_draft(world)
    assert signed_in("brandt").post(reverse("papers", args=[version.id])).status_code == 404
    assert not ProcrastinateJob.objects.filter(task_name="papers.make").exists()
    assert version.made_at < world.ago(days=1) + timedelta(days=1)
