"""Rows about whole pages and paper."""

import os
import re
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client

from audit import trail
from audit.trail import Event
from protection import paper, wall
from protection.sealing import Clear
from providers.codes.models import AidType
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Aid
from referrals.families import actions as families
from referrals.families.models import Case, Family
from tests.bench.harness import ratio, report
from tests.bench.town import Bench, signed_in

# As a service file tells the worker that makes papers.
NICENESS = 19
NOT_FOUND = 404
MEASURED = Event("bench.measured", "Gemessen")


def first_and_last_page(bench: Bench) -> bool:
    """P11: the last page of the trail against the first, by keys and not by counting rows."""
    officer = signed_in(bench.town.people["seidel"])
    with wall.standing_as(bench.worker):
        trail.record_many(MEASURED, ((bench.worker, [uuid4()], {}) for _ in range(5_000)))
    address = last = "/nachweise/"
    while found := re.search(
        r'href="(/nachweise/\?[^"]+)"[^>]*>(?:<[^>]+>)*Nächste', _text(officer, address)
    ):
        last = address = found[1].replace("&amp;", "&")
    value, detail = ratio(lambda: officer.get(last), lambda: officer.get("/nachweise/"))
    return report("P11 last page against first", value, 1.2, detail)


def _text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def secured_page(bench: Bench) -> bool:
    """P12: the list page with gate, wall, envelopes and trail against the same page without wall and entry."""
    client = signed_in(bench.town.people["demir"])

    def page() -> None:
        client.get("/familien/")

    def naked() -> None:
        with pytest.MonkeyPatch.context() as without:
            without.setattr(trail, "_write", _counted)
            without.setattr(wall, "_set", lambda *_: None)
            page()

    with wall.as_office():
        value, detail = ratio(page, naked, repeat=2)
    return report("P12 secured list page", value, 1.45, detail)


def _counted(*_: object) -> None:
    trail._written.set(trail._written.get() + 1)
    trail.forget_envelopes()


def template_time(bench: Bench) -> bool:
    """P13: rendering the list against making its lines."""
    with wall.standing_as(bench.worker):
        lines = families.list_own(by=bench.worker)

        def render() -> None:
            render_to_string("parts/table.html", _table(lines))

        def fetch() -> None:
            families.list_own(by=bench.worker)

        value, detail = ratio(render, fetch, repeat=5)
    return report("P13 template against fetch", value, 1.2, detail)


def _table(lines: tuple[object, ...]) -> dict[str, object]:
    rows = [("/", [(str(value), "") for value in _fields(line)]) for line in lines]
    return {"label": "Familien", "columns": [("Familie", "")] * 6, "rows": rows}


def _fields(line: object) -> list[object]:
    return [getattr(line, name) for name in type(line).__slots__[:6]]  # type: ignore[attr-defined]  # a sheet has slots


def tagged_paper(_: Bench) -> bool:
    """P19: a paper of four pages with tags against the same without."""
    html = _plan()

    def plain() -> None:
        with pytest.MonkeyPatch.context() as without:
            without.setattr(paper, "VARIANT", None)
            paper.print_pdf(html, "Plan")

    value, detail = ratio(lambda: paper.print_pdf(html, "Plan"), plain, rounds=5)
    return report("P19 tagged paper against plain", value, 1.15, detail)


def _district(bench: Bench, code: str, count: int) -> Client:
    """Give a worker so many families with a running help each, ten of them with something due today."""
    worker, by = bench.town.people[code], bench.worker
    kind, lock = AidType.objects.valid(by.today)[0], bench.families[0].lock
    kept = [
        Family(
            lock=lock,
            name=Clear("Messfamilie"),
            word=f"Messfeld {code} {number}",
            worker=worker,
            team=bench.town.teams["nord"],
            opened_at=by.now,
        )
        for number in range(count)
    ]
    Family.objects.bulk_create(kept)
    cases = [Case(family=family, number=1, opened_on=by.today) for family in kept]
    Case.objects.bulk_create(cases)
    Aid.objects.bulk_create(
        Aid(
            family=case.family,
            case=case,
            lock=lock,
            word=case.family.word,
            aid_type=kind,
            status=AidStatus.APPROVED if number < 10 else AidStatus.RUNNING,
            worker=worker,
            from_on=by.today,
            until_on=by.today + timedelta(days=300),
            asked_on=by.today,
            made_at=by.now,
        )
        for number, case in enumerate(cases)
    )
    return signed_in(worker)


def first_page(bench: Bench) -> bool:
    """P14: the first page of a worker with 400 families against 40, ten with something due on each."""
    with wall.standing_as(bench.worker):
        many, few = _district(bench, "thiel", 400), _district(bench, "kempe", 40)
    bench.as_owner("ANALYZE")
    for client in (many, few):
        if _text(client, "/").count("das erste Gespräch fehlt") != 10:
            raise AssertionError(_text(client, "/"))
    value, detail = ratio(lambda: many.get("/"), lambda: few.get("/"), repeat=3)
    return report("P14 first page, 400 families against 40", value, 1.3, detail)


def hidden_like_nothing(bench: Bench) -> bool:
    """P21: the page of a family of others against that of none: nobody learns by the clock what is there."""
    with wall.standing_as(bench.worker):
        _district(bench, "barth", 5)
    with wall.as_office():
        hidden = Family.objects.exclude(worker=bench.worker.user).values_list("id", flat=True)[0]
    client = signed_in(bench.town.people["demir"])

    def asked(family: object) -> None:
        if client.get(f"/familien/{family}/").status_code != NOT_FOUND:
            raise AssertionError(family)

    value, detail = ratio(lambda: asked(hidden), lambda: asked(uuid4()), repeat=10)
    return report("P21 hidden family against none", max(value, 1 / value), 1.10, detail)


def list_beside_papers(bench: Bench) -> bool:
    """P19: the list while another process, niced as the worker of papers is, makes three papers, against it alone.

    The 95th percentile of its times in both states, three times in turn.
    """
    client = signed_in(bench.town.people["demir"])
    beside: list[float] = []
    alone: list[float] = []
    for _ in range(3):
        connection.close()
        worker = get_context("fork").Process(target=_three_papers, daemon=True)
        worker.start()
        some = _times(client, worker.is_alive)
        beside += some
        alone += _times(client, iter([True] * len(some) + [False]).__next__)
    ends = [sorted(found)[len(found) * 95 // 100] for found in (beside, alone)]
    detail = f"{ends[0] * 1000:.1f} ms beside papers / {ends[1] * 1000:.1f} ms alone, p95"
    return report("P19 list beside three papers", ends[0] / ends[1], 4, detail)


def _three_papers() -> None:
    os.nice(NICENESS)
    for _ in range(3):
        paper.print_pdf(_plan(), "Plan")


def _times(client: Client, more: Callable[[], bool]) -> list[float]:
    """Open the list as long as there is more to come; seconds of each."""
    taken = []
    client.get("/familien/")
    while more():
        begin = time.perf_counter()
        client.get("/familien/")
        taken.append(time.perf_counter() - begin)
    return taken


def _plan() -> str:
    body = "".join(
        f"<h2>Ziel {n}</h2><p>{'Cem geht jeden Tag zur Schule. ' * 20}</p>"
        "<table><tr><th scope='col'>Wer</th><th scope='col'>Was</th></tr>"
        "<tr><td>Mutter</td><td>weckt</td></tr></table>"
        for n in range(16)
    )
    return (
        "<!doctype html><html lang='de'><head><title>Plan</title></head>"
        f"<body><h1>Plan</h1>{body}</body></html>"
    )


ROWS: dict[str, Callable[[Bench], bool]] = {
    "P11": first_and_last_page,
    "P12": secured_page,
    "P13": template_time,
    "P14": first_page,
    "P21": hidden_like_nothing,
    "P19": tagged_paper,
    "P19b": list_beside_papers,
}
