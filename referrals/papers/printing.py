"""Care plans on paper: one template for the preview and for the PDF."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from audit.clock import day_text
from protection.paper import print_pdf
from referrals.papers.models import Audience
from referrals.plans.sheets import VersionSheet

STYLESHEETS = ("plan.css",)


def title_of(sheet: VersionSheet) -> str:
    """Name a paper by the neutral word of the family, never by a person."""
    return f"Hilfeplan {sheet.word}"


def file_name(word: str, on: date, audience: Audience) -> str:
    """Name a file so that it is found again, not taken for the other version, and gives nobody
    away: Hilfeplan_Amsel-12_2026-11-24_A.pdf.
    """
    return f"Hilfeplan_{word.replace(' ', '-')}_{on:%Y-%m-%d}_{audience.mark}.pdf"


def html_of(
    sheet: VersionSheet,
    on: date,
    *,
    audience: Audience,
    stylesheets: Sequence[str] = STYLESHEETS,
    back: str = "",
) -> str:
    """Lay a version out as a page.

    Args:
        sheet: the version as its reader sees it.
        on: the day on which it is given out.
        audience: for whom; the paper itself carries its mark alone.
        stylesheets: where they lie: beside the page for printing, on our site for the preview.
        back: the way back from a preview; a paper has none.
    """
    context = {
        "sheet": sheet,
        "title": title_of(sheet),
        "mark": audience.mark,
        "audience": str(audience.label),
        "office": settings.OFFICE.name,
        "street": settings.OFFICE.street,
        "printed": day_text(on),
        "stylesheets": stylesheets,
        "back": back,
    }
    return render_to_string("papers/plan.html", context)


def pdf_of(sheet: VersionSheet, on: date, audience: Audience) -> bytes:
    """Print a version as tagged PDF."""
    return print_pdf(html_of(sheet, on, audience=audience), title_of(sheet))
