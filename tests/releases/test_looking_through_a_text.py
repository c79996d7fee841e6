"""Looking through what leaves the house: spelling hides nothing, and a common word stops nothing."""

import pytest

from protection import paper, pdf
from protection.paper import PaperError
from referrals.releases.sums import (
    CALL,
    PLACE,
    SPACE_KIND,
    STREET,
    TAKEN_OUT,
    Finding,
    Value,
    found_in,
    masked,
    schools_in,
    sentence,
)

ADDRESS = Value("Anschrift", STREET, "Große Hundekehrstraße 12a")
NUMBER = Value("Telefon", CALL, "030 23125-9001")
SCHOOL = Value("Schule", PLACE, "Rosengartenschule")
VALUES = (ADDRESS, NUMBER, SCHOOL)
HIDDEN = {
    "Sie wohnt Große Hundekehrstraße 12a.": "Anschrift",
    "Grosse Hundekehrstr. 12 a": "Anschrift",
    "GROSSE HUNDEKEHR-\nSTRASSE": "Anschrift",
    "Große  Hunde-kehrstraße": "Anschrift",
    "Tel. 030/231259001": "Telefon",
    "+49 30 23 12 59 00 1": "Telefon",
    "Bitte rufen Sie 23125\n9001 an": "Telefon",
    "geht in die Rosen-\ngartenschule": "Schule",
    "geht in die ROSENGARTENSCHULE.": "Schule",
    "geht in die R o s e n g a r t e n schule": "Schule",
    "wohnt G r o ß e H u n d e k e h r s t r a s s e": "Anschrift",
}
HARMLESS = (
    "Die Schule ruft an.",
    "Alle wohnen in der Straße nebenan.",
    "Am 30.02.2026 um 12 Uhr, 9001 Minuten.",
    "Kleine Straße 12a",
)


@pytest.mark.parametrize(("text", "kind"), HIDDEN.items())
def test_spelling_hides_nothing(text: str, kind: str) -> None:
    assert found_in(["Vorne steht nichts.", text], VALUES) == (Finding(2, kind),)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_alike_stops_nothing(text: str) -> None:
    assert found_in([text], VALUES) == ()


def test_cells_of_a_table_are_no_telephone_number() -> None:
    assert found_in(["0;3;0;2;3;1;2;5;9;0;0;1"], [NUMBER], is_table=True) == ()
    assert found_in(["x;030 23125-9001;y"], [NUMBER], is_table=True) == (Finding(1, "Telefon"),)


def test_the_sentence_tells_page_and_kind_and_not_the_value() -> None:
    said = sentence([Finding(2, "Anschrift")])
    assert said == (
        "Das Dokument enthält eine geschützte Angabe (Seite 2, Anschrift). Es wurde nicht"
        " ausgegeben. Bitte wählen Sie die Fassung für den Empfänger."
    )


def test_what_is_typed_just_now_is_no_document_that_was_kept_back() -> None:
    said = sentence([Finding(1, "Anschrift"), Finding(1, "Schule")], field="Im Bedarf")
    assert said == (
        "Im Bedarf steht eine geschützte Angabe (Anschrift; Schule). Bitte nehmen Sie sie heraus."
    )


@pytest.mark.parametrize("text", ["L u d g e r u s schule", "L u d g e r u s s c h u l e"])
def test_letters_that_stand_apart_hide_no_doubled_one(text: str) -> None:
    school = Value("Schule", PLACE, "Ludgerusschule")
    assert found_in([f"Sie besucht die {text} gern."], [school]) == (Finding(1, "Schule"),)


def test_a_sentence_with_a_protected_value_is_taken_out() -> None:
    text = "Cem schläft besser. Er geht in die Rosengartenschule. Dort ist er gern."
    made = masked(text, VALUES)
    assert made == f"Cem schläft besser. {TAKEN_OUT} Dort ist er gern."
    assert found_in([made], VALUES) == ()


def test_what_is_spread_over_sentences_takes_the_whole_text_out() -> None:
    assert masked("Ruf an: 030 23125.\n9001 gehört dazu.", VALUES) == TAKEN_OUT


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ("Besucht die Willy-Brandt-Schule, mag Mathe", ["Willy-Brandt-Schule"]),
        ("Kita Sonnenblume, Gruppe 3", ["Kita Sonnenblume"]),
        ("Grundschule, zweite Klasse", []),
        ("Geht gern zum Handballverein.", []),
    ],
)
def test_names_of_schools_are_found_in_what_is_noted(facts: str, names: list[str]) -> None:
    assert schools_in(facts) == names


def test_the_text_of_a_real_paper_is_read_page_by_page() -> None:
    html = (
        '<html lang="de"><head><link rel="stylesheet" href="plan.css"><title>x</title></head><body>'
        "<h1>Große Straße, Elif Yılmaz</h1><p>Олена, Țăranu, office, Tel. 030 23125-9001</p>"
        '<p style="page-break-before: always">Zweite Seite</p></body></html>'
    )
    pages = pdf.pages_of(paper.print_pdf(html, "Amsel 12"))
    assert len(pages) == 2
    assert "Große Straße, Elif Yılmaz" in pages[0]
    assert "Олена, Țăranu, office, Tel. 030 23125-9001" in pages[0]
    assert "Zweite Seite" in pages[1]


def test_a_paper_that_cannot_be_read_is_refused() -> None:
    whole = paper.print_pdf('<html lang="de"><body><p>Amsel</p></body></html>', "x")
    for broken in (b"", b"%PDF-1.7 nothing", whole.replace(b"/FlateDecode", b"/Flat_Decode")):
        with pytest.raises(PaperError):
            pdf.pages_of(broken)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mirabai ist Di um 15 Uhr beim Sport.", True),
        ("So kommt sie um 21 Uhr zur Ruhe.", False),
        ("Jeden Dienstag ab 15 Uhr ist sie beim Sport.", True),
        ("Übergabe am 12.12. um 14:30 Uhr.", True),
        ("Am 3. Oktober 10:00 ist das nächste Treffen.", True),
        ("Mirabai schläft in der Schulwoche vor 21 Uhr.", False),
        ("Seit dem 12.12.2025 besser.", False),
    ],
)
def test_where_somebody_is_met_when_is_taken_out(text: str, told: bool) -> None:
    assert (masked(text, ()) == TAKEN_OUT) is told


@pytest.mark.parametrize(
    ("space", "text", "told"),
    [
        ("Herten-Süd", "Sie lebt in Herten Sued.", True),
        ("Herten-Süd", "Sie lebt im Süden.", False),
        ("Mitte", "Ab Mitte des Monats.", False),
        ("Mitte", "Im Bezirk Mitte.", True),
    ],
)
def test_a_space_that_is_a_word_too_counts_only_as_a_space(
    space: str, text: str, told: bool
) -> None:
    assert bool(found_in([text], [Value(SPACE_KIND, PLACE, space)])) is told
