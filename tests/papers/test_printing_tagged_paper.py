"""Printing: a tagged PDF that reading programs understand, made of nothing but our own files."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from uuid import uuid4

import pikepdf
import pytest

from protection import paper
from referrals.papers import printing
from referrals.papers.models import Audience
from referrals.plans.models import TEXTS
from referrals.plans.sheets import GoalBlock, SignatureLine, TaskLine, VersionSheet

EVERYBODY = Audience.EVERYBODY
ON = date(2026, 11, 24)
# Letters that a German office meets, and one name that no line holds.
NAMES = (
    *("Elif Yılmaz-Großmann", "Murat Ğündoğdu", "Ștefan Țăranu", "محمد عبد الرحمن الأحمد"),
    *("Олена Мельник", "Zoë Çelik", "Đorđe Šarić", "Sven Løkke", "Nguyễn Thị Bích", "Cem", "Jo"),
    "Annegret Münch-Özdemir-Vogelsang von und zu Hohenschönhausen-Donaudampfschifffahrt",
)
LONG = "Cem sagt, dass er abends nicht einschlafen kann. " * 8


def a_sheet(goals: int = 2, people: int = 3) -> VersionSheet:
    """Make a sheet as the deed of reading hands it out."""
    told = {"place": "Jugendamt, Raum 12", "people_present": ", ".join(NAMES[:people])}
    return VersionSheet(
        id=uuid4(),
        plan=uuid4(),
        word="Amsel 12",
        number=2,
        edit=3,
        edited_by="Sevgi Demir",
        status="Gilt seit 01.12.2026",
        kind="success",
        meeting="Di, 24.11.2026",
        review="Di, 25.05.2027",
        is_overdue=False,
        author="Sevgi Demir",
        decided="Sevgi Demir",
        partners="FleX, Haus der Kulturen",
        help="Sozialpädagogische Familienhilfe",
        period="01.12.2026 bis 30.11.2027",
        texts=dict.fromkeys(TEXTS, LONG) | told,
        goals=tuple(a_goal(number) for number in range(1, goals + 1)),
        signatures=tuple(
            SignatureLine(id=uuid4(), name=name, state="signed", on="24.11.2026")
            for name in NAMES[:people]
        ),
        agenda=(),
        versions=(),
        may_write=False,
        may_decide=False,
        may_sign=False,
        may_settle=False,
        may_carry_on=False,
        may_rate=False,
        may_mark=False,
    )


def a_goal(number: int) -> GoalBlock:
    tasks = tuple(
        TaskLine(id=uuid4(), who=name, what=LONG[:140], due="Di, 15.12.2026", is_late=False)
        for name in NAMES[number % 3 : number % 3 + 2]
    )
    return GoalBlock(
        id=uuid4(),
        number=number,
        text="Cem schläft vor 21 Uhr.",
        edit=1,
        status="Vereinbart",
        kind="info",
        tasks=tasks,
        ratings=(),
        own_word="",
        is_agreed=True,
    )


def printed(sheet: VersionSheet) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(printing.pdf_of(sheet, ON, EVERYBODY)))


def tags(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Walk through the structure of a tagged PDF in reading order."""
    if not isinstance(element, pikepdf.Dictionary) or "/K" not in element:
        return
    yield element
    children = element.K
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        yield from tags(child)


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(tag.get("/S", "")) for tag in tags(pdf.Root.StructTreeRoot)]


def fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (font for page in pdf.pages for font in page.Resources.Font.values())


def test_it_says_its_language_its_title_and_that_it_is_tagged() -> None:
    pdf = printed(a_sheet())
    assert str(pdf.Root.Lang) == "de"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert str(pdf.docinfo["/Title"]) == "Hilfeplan Amsel 12"


def test_its_properties_name_nobody_and_no_moment() -> None:
    pdf = printed(a_sheet())
    assert set(pdf.docinfo.keys()) <= {"/Title", "/Producer"}
    properties = bytes(pdf.Root.Metadata.read_bytes()).decode() + str(dict(pdf.docinfo))
    assert not any(name in properties for name in (*NAMES, "Demir", "Sevgi"))


def test_headings_come_in_order_and_nothing_is_skipped() -> None:
    found = [kind for kind in kinds(printed(a_sheet())) if kind.startswith("/H")]
    assert found[0] == "/H1"
    assert found.count("/H1") == 1
    levels = [int(kind[2:]) for kind in found]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def cells(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [tag for tag in tags(pdf.Root.StructTreeRoot) if str(tag.get("/S", "")) == kind]


def test_every_cell_of_a_table_names_its_heads() -> None:
    """Reading programs say the head with each cell; PDF/UA-1 takes `Headers` in place of `Scope`."""
    pdf = printed(a_sheet())
    heads = {str(head.ID) for head in cells(pdf, "/TH")}
    named = [[str(head) for head in cell.A.Headers] for cell in cells(pdf, "/TD")]
    assert len(heads) > 10
    assert {head for some in named for head in some} <= heads
    # Facts have their label, tasks and signatures a row's name and a column's head.
    assert {len(some) for some in named} == {1, 2}
    assert "<th>" not in printing.html_of(a_sheet(), ON, audience=EVERYBODY)


def test_every_letter_is_in_the_file() -> None:
    pdf = printed(a_sheet(people=12))
    named = {str(font.BaseFont): font for font in fonts(pdf)}
    assert named
    for font in named.values():
        assert "/ToUnicode" in font
        described = font.DescendantFonts[0].FontDescriptor
        assert any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_forty_goals_and_twelve_people_take_many_pages() -> None:
    pdf = printed(a_sheet(goals=40, people=12))
    assert 10 <= len(pdf.pages) <= 30
    assert kinds(pdf).count("/Table") == 42
    sizes = {tuple(round(float(side)) for side in page.MediaBox) for page in pdf.pages}
    assert sizes == {(0, 0, 595, 842)}


def test_the_preview_and_the_paper_say_the_same() -> None:
    sheet = a_sheet()
    shown = printing.html_of(
        sheet, ON, audience=EVERYBODY, stylesheets=["/static/print/plan.css"], back="/"
    )
    laid_out = paper.text_of(printing.html_of(sheet, ON, audience=EVERYBODY))
    assert "Zurück zum Hilfeplan" in shown
    assert all(line.strip() in shown for line in laid_out.split("\n") if "&" not in line)


def test_markup_in_texts_stays_text() -> None:
    sheet = a_sheet()
    text = '<img src="file:///etc/passwd"> <link rel="stylesheet" href="http://elsewhere.example/">'
    page = printing.html_of(
        replace(sheet, texts={**sheet.texts, "need": text}), ON, audience=EVERYBODY
    )
    assert "<img" not in page
    assert printing.pdf_of(replace(sheet, texts={**sheet.texts, "need": text}), ON, EVERYBODY)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/track.css",
        "https://elsewhere.example/track.css",
        "file:///etc/hostname",
        "../settings.py",
        "missing.css",
        "data:text/css,body{}",
        "ftp://elsewhere.example/x.css",
    ],
)
def test_a_paper_reaches_nothing_but_its_own_files(address: str) -> None:
    page = f'<html lang="de"><head><title>x</title><link rel="stylesheet" href="{address}"></head></html>'
    with pytest.raises(paper.PaperError) as problem:
        paper.print_pdf(page, "Hilfeplan")
    assert address not in str(problem.value)


def test_pictures_from_elsewhere_end_the_printing() -> None:
    page = '<html lang="de"><body><img alt="" src="file:///etc/hostname"></body></html>'
    with pytest.raises(paper.PaperError):
        paper.print_pdf(page, "Hilfeplan")


def test_the_name_of_the_file_speaks_the_neutral_word() -> None:
    assert printing.file_name("Amsel 12", ON, EVERYBODY) == "Hilfeplan_Amsel-12_2026-11-24_A.pdf"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Die Familie wohnt in der Hundekehrgasse 12a.", True),
        ("Hundekehr-\ngasse 12a", True),
        ("HUNDEKEHRGASSE 12 A", True),
        ("<p>Hundekehr<b>gasse</b> 12a</p>", True),
        ("Die Familie wohnt in der Hundekehrgasse.", False),
        ("Sie wohnt an einem sicheren Ort.", False),
    ],
)
def test_protected_values_are_found_however_they_are_written(text: str, found: bool) -> None:
    values = ["Hundekehrgasse 12a", " ", ""]
    expected = ("Hundekehrgasse 12a",) if found else ()
    assert paper.protected_values_in(paper.text_of(text), values) == expected


def test_what_nobody_reads_is_no_text() -> None:
    page = "<title>Titel</title><style>p{}</style><p>Eins &amp; zwei</p><p>drei</p>"
    assert paper.text_of(page).split("\n") == ["", "Eins & zwei", "", "drei", ""]
