"""Care plans on paper: one template for the preview and for the PDF."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from audit.clock import day_text
from protection.paper import print_pdf
from referrals.plans.sheets import VersionSheet

STYLESHEETS = ("plan.css",)


def title_of(sheet: VersionSheet) -> str:
    """Name a paper by the neutral word of the family, never by a person."""
    return f"Hilfeplan {sheet.word}"


def file_name(word: str, on: date) -> str:
    """Name a file so that it is found again and gives nobody away: Hilfeplan_Amsel-12_2026-11-24.pdf."""
    return f"Hilfeplan_{word.replace(' ', '-')}_{on:%Y-%m-%d}.pdf"


def html_of(
    sheet: VersionSheet, on: date, *, stylesheets: Sequence[str] = STYLESHEETS, back: str = ""
) -> str:
    """Lay a version out as a page.

    Args:
        sheet: the version as its reader sees it.
        on: the day on which it is given out.
        stylesheets: where they lie: beside the page for printing, on our site for the preview.
        back: the way back from a preview; a paper has none.
    """
    context = {
        "sheet": sheet,
        "title": title_of(sheet),
        "office": settings.OFFICE.name,
        "street": settings.OFFICE.street,
        "printed": day_text(on),
        "stylesheets": stylesheets,
        "back": back,
    }
    return render_to_string("papers/plan.html", context)


def pdf_of(sheet: VersionSheet, on: date) -> bytes:
    """Print a version as tagged PDF."""
    return print_pdf(html_of(sheet, on), title_of(sheet))
