"""The officer reads the trail, everyone their own readings, nobody else anything; reading it leaves a trace."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from audit import clock, trail
from audit.models import Entry
from audit.trail import Kind
from referrals.families import actions as families
from referrals.readings import sums
from referrals.readings.sheets import sentence_of
from tests.conftest import SignIn
from tests.stages.conflicts import a_conflict
from tests.stages.families import a_family
from tests.stages.people import a_role
from tests.stages.whole import Whole
from tests.world import WORKER, World

OFFICER = "seidel"
COORDINATOR = "brandt"
DONE = trail.Event("looking.done", "Versuch getan")
SEEN = trail.Event("looking.seen", "Versuch angesehen", kind=Kind.READING)
NOT_THERE = "Diese Seite gibt es nicht, oder sie ist für Sie nicht freigegeben."


def write(world: World, person: str, event: trail.Event, number: int = 1, **facts: str) -> None:
    with world.acting(person) as by:
        for _ in range(number):
            trail.record(event, by=by, about=[uuid4()], facts=facts)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (OFFICER, True),
        (WORKER, False),
        (COORDINATOR, False),
        ("kowalski", False),
        ("wolters", False),
    ],
)
def test_only_the_officer_reads_the_trail(
    person: str, may: bool, world: World, signed_in: SignIn
) -> None:
    write(world, WORKER, DONE)
    entry = Entry.objects.get(event="looking.done")
    client = signed_in(person)
    for address in (reverse("trail"), reverse("trail_of", args=[entry.about[0]])):
        answer = client.get(address)
        body = answer.content.decode()
        if may:
            assert answer.status_code == 200
            assert "Versuch getan" in body
            assert world.town.people[WORKER].display_name in body
            assert "Bezirkssozialarbeit" in body
        else:
            assert answer.status_code == 404
            assert answer.content == client.get("/gibt-es-nicht/").content
    recorded = Entry.objects.filter(who=world.town.people[person].id)
    assert recorded.filter(event="trail.read").count() == (2 if may else 0)
    refusals = recorded.filter(event__startswith="readings.read_", kind=Kind.SECURITY)
    assert refusals.count() == (0 if may else 2)


def test_everyone_sees_their_own_readings_of_thirty_days(world: World, signed_in: SignIn) -> None:
    for person in (WORKER, COORDINATOR):
        write(world, person, SEEN)
        write(world, person, DONE)
    write(world, "kaya", SEEN, 3)
    for person in (WORKER, COORDINATOR):
        body = text(signed_in(person), reverse("my_readings"))
        assert body.count("Versuch angesehen") == 1
        assert "Versuch getan" not in body
        assert Entry.objects.filter(
            event="trail.own_read", who=world.town.people[person].id
        ).exists()


def test_the_trail_is_narrowed_by_kind_event_person_and_day(
    world: World, signed_in: SignIn
) -> None:
    write(world, WORKER, DONE)
    write(world, "kaya", SEEN)
    officer = signed_in(OFFICER)
    today = clock.day(clock.read())
    worker = world.town.people[WORKER].id
    for choice, seen, done in [
        ("kind=reading", 1, 0),
        ("event=looking.done", 0, 1),
        (f"who={worker}", 0, 1),
        (f"day={today.isoformat()}&kind=deed", 0, 1),
        (f"day={(today - timedelta(days=1)).isoformat()}", 0, 0),
        ("kind=nonsense&day=yesterday&who=1&before=x&strange=1", 1, 1),
        ("day=0001-01-01", 1, 1),
        ("day=9999-12-31", 1, 1),
    ]:
        body = text(officer, f"{reverse('trail')}?{choice}")
        rows = body.split("<tbody")[-1] if "<tbody" in body else ""
        assert (rows.count("Versuch angesehen"), rows.count("Versuch getan")) == (seen, done), (
            choice
        )


def test_pages_follow_each_other_by_key_and_back(world: World, signed_in: SignIn) -> None:
    with world.acting(WORKER) as by:
        for number in range(120):
            trail.record(DONE, by=by, facts={"number": number})
    officer = signed_in(OFFICER)
    address = f"{reverse('trail')}?event=looking.done"
    sizes, seen = [], []
    while address:
        answer = officer.get(address)
        lines = answer.context["sheet"].lines
        sizes.append(len(lines))
        seen += [line.seq for line in lines]
        last, address = address, answer.context["older"]
    assert sizes == [50, 50, 20]
    assert seen == sorted(set(seen), reverse=True)
    back = officer.get(officer.get(last).context["newer"]).context["sheet"].lines
    assert [line.seq for line in back] == seen[50:100]


def test_the_number_of_questions_does_not_grow_with_the_rows(
    world: World, signed_in: SignIn
) -> None:
    pages = [
        (signed_in(OFFICER), f"{reverse('trail')}?event=looking.seen"),
        (signed_in(WORKER), reverse("my_readings")),
    ]
    counted: list[list[int]] = []
    for more in (5, 45):
        write(world, WORKER, SEEN, more)
        write(world, COORDINATOR, SEEN, more)
        counted.append([])
        for client, address in pages:
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counted[-1].append(len(asked))
    assert counted[0] == counted[1]


def test_the_history_of_one_thing_shows_only_that_thing(world: World, signed_in: SignIn) -> None:
    thing = uuid4()
    with world.acting(WORKER) as by:
        trail.record(DONE, by=by, about=[thing], facts={"code": "abc"})
        trail.record(SEEN, by=by, about=[uuid4(), thing])
        trail.record(SEEN, by=by, about=[uuid4()])
    answer = signed_in(OFFICER).get(reverse("trail_of", args=[thing]))
    sentences = [line.sentence for line in answer.context["sheet"].lines]
    assert sentences == ["Versuch angesehen", "Versuch getan"]
    assert "Kürzel: abc" in answer.content.decode()


def test_reading_ahead_leaves_no_trace(world: World, signed_in: SignIn) -> None:
    officer = signed_in(OFFICER)
    officer.head(reverse("trail"))
    officer.get(reverse("trail"), headers={"Sec-Purpose": "prefetch"})
    assert not Entry.objects.filter(event="trail.read").exists()


def test_a_refusal_is_told_in_german(world: World, signed_in: SignIn) -> None:
    assert NOT_THERE in signed_in(WORKER).get(reverse("trail")).content.decode()
    shown = text(signed_in(OFFICER), reverse("trail"))
    assert "Nicht zugelassen: Nachweise lesen" in shown
    assert "readings.read" not in shown
    assert sentence_of("elsewhere.try_it.refused") == "Nicht zugelassen: Handlung"


def test_own_readings_say_which_family_as_long_as_it_may_be_seen(
    world: World, signed_in: SignIn
) -> None:
    family = a_family(world)
    worker = signed_in(WORKER)
    worker.get(reverse("family", args=[family.id]))
    page = text(worker, reverse("my_readings"))
    assert family.word in page
    assert str(family.id)[:8] not in page
    with world.acting("nolte") as by:
        families.hand_over(by=by, family=family, worker=world.town.people["wiegand"])
    assert family.word not in text(worker, reverse("my_readings"))


def test_codes_are_said_in_words(whole: Whole) -> None:
    """Every fact of a whole story has a name, and its value a word."""
    facts = list(Entry.objects.exclude(facts={}).values_list("event", "facts"))
    assert len(facts) > 100
    assert {key for _, found in facts for key in found} - sums.NAMES.keys() == set()
    said = [sums.detail(event, found) for event, found in facts]
    assert "Stand: Läuft" in said
    assert not [one for one in said if re.search(r"True|False|\d{4}-\d\d-\d\d", one)]


def test_the_officer_finds_nothing_about_a_family_they_must_not_have_to_do_with(
    world: World, signed_in: SignIn
) -> None:
    family, other, client = a_family(world), a_family(world), signed_in(OFFICER)
    for one in (family, other):
        signed_in(WORKER).get(reverse("family", args=[one.id]))
    kept, open_one, own, unknown = (
        reverse("trail_of", args=[one])
        for one in (family.id, other.id, world.town.people[OFFICER].id, uuid4())
    )
    assert str(family.id)[:8] in text(client, reverse("trail"))
    # A whole family opens by two keys; that somebody has to ask for it says that it is known.
    assert client.get(kept, follow=True).redirect_chain
    a_conflict(world, "nolte", family, OFFICER)
    for address in (reverse("trail"), own):
        assert str(family.id)[:8] not in text(client, address), address
    assert client.get(open_one, follow=True).redirect_chain
    # What is kept away reads as an identity that nobody knows.
    nothing, strange = (
        re.sub(r'name="csrf\w+" value="\w+"', "", text(client, one)).replace(one[-37:-1], "")
        for one in (kept, unknown)
    )
    assert nothing == strange
    # Nothing is gone: who follows in the office reads it.
    a_role(world.town.people["demir"], Role.DPO)
    assert str(family.id)[:8] in text(signed_in("demir"), reverse("trail"))
