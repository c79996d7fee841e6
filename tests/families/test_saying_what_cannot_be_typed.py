"""What a form cannot take is said as people speak, in every form alike."""

import pytest
from django.urls import reverse

from audit.forms import is_no_day
from tests.conftest import SignIn
from tests.stages.families import a_family
from tests.world import World

SAID = {
    ("born", "29.02.1990"): "Diesen Tag gibt es nicht.",
    ("born", "2026-02-30"): "Diesen Tag gibt es nicht.",
    ("born", "bald"): "Bitte geben Sie den Tag so an: 24.11.2026.",
    ("first_name", "x" * 20000): "Bitte schreiben Sie höchstens 120 Zeichen.",
    ("first_name", "Un\x00dine"): "Hier steht ein Zeichen, das niemand lesen kann.",
    ("number", "<script>"): "Bitte prüfen Sie die Telefonnummer.",
    ("number", "030 23125-102<b>"): "Bitte prüfen Sie die Telefonnummer.",
    ("number", "weiß ich nicht"): "Bitte prüfen Sie die Telefonnummer.",
}
FOREIGN = ("sicherstellen", "Nullzeichen", "gültig")
NUMBERS = ("110", "+49 (0)30 23125-102", "0170/1234567 oder 030 4711 (ab 16 Uhr, Oma)")


def test_what_cannot_be_is_said_plainly(world: World, signed_in: SignIn) -> None:
    page = reverse("person_new", args=[a_family(world).id])
    browser, person = signed_in("demir"), {"relation": "other", "first_name": "Undine"}
    for (field, typed), said in SAID.items():
        answer = browser.post(page, person | {field: typed})
        text = answer.content.decode()
        assert (answer.status_code, said in text) == (422, True), (field, typed[:20])
        assert [word for word in FOREIGN if word in text] == []
    for number in NUMBERS:
        assert browser.post(page, person | {"number": number}).status_code == 302, number


@pytest.mark.parametrize(
    ("text", "is_none"),
    [
        ("29.02.2028", False),
        ("31. 4.2026", True),
        ("2026-02-30T10:00", True),
        ("24.11.2026 25:00", False),
        ("morgen", False),
        ("2026-02-300", False),
    ],
)
def test_a_day_that_is_in_no_calendar_is_told_from_one_that_is_written_wrong(
    text: str, is_none: bool
) -> None:
    assert is_no_day(text) is is_none
