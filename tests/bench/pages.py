"""Rows about whole pages and paper."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client

from audit import trail
from audit.trail import Event
from protection import paper, wall
from referrals.families import actions as families
from tests.bench.harness import ratio, report
from tests.bench.town import Bench, signed_in

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
    body = "".join(
        f"<h2>Ziel {n}</h2><p>{'Cem geht jeden Tag zur Schule. ' * 20}</p>"
        "<table><tr><th scope='col'>Wer</th><th scope='col'>Was</th></tr><tr><td>Mutter</td><td>weckt</td></tr></table>"
        for n in range(16)
    )
    html = f"<!doctype html><html lang='de'><head><title>Plan</title></head><body><h1>Plan</h1>{body}</body></html>"

    def plain() -> None:
        with pytest.MonkeyPatch.context() as without:
            without.setattr(paper, "VARIANT", None)
            paper.print_pdf(html, "Plan")

    value, detail = ratio(lambda: paper.print_pdf(html, "Plan"), plain, rounds=5)
    return report("P19 tagged paper against plain", value, 1.15, detail)


ROWS: dict[str, Callable[[Bench], bool]] = {
    "P11": first_and_last_page,
    "P12": secured_page,
    "P13": template_time,
    "P19": tagged_paper,
}
