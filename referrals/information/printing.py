"""The information text on paper."""

from django.conf import settings
from django.template.loader import render_to_string

from audit.clock import day_text
from protection.paper import print_pdf
from referrals.information.sums import Text


def file_name(text: Text) -> str:
    """Name the file by its version: Informationsblatt_2026-11-01.pdf."""
    return f"Informationsblatt_{text.version}.pdf"


def pdf_of(text: Text) -> bytes:
    """Print one version as tagged PDF."""
    context = {
        "text": text,
        "since": day_text(text.since),
        "office": settings.OFFICE.name,
        "street": settings.OFFICE.street,
    }
    return print_pdf(render_to_string("information/paper.html", context), text.title)
