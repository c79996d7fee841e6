"""The list of recipients on paper."""

from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from audit.clock import day_text
from protection.paper import print_pdf
from referrals.receipts.sheets import Receipt

TITLE = "Wer hat was erfahren?"


def file_name(receipt: Receipt, on: date) -> str:
    """Name the file by the Merkwort: Empfaenger_Amsel-12_2026-11-24.pdf."""
    return f"Empfaenger_{receipt.word.replace(' ', '-')}_{on:%Y-%m-%d}.pdf"


def pdf_of(receipt: Receipt, name: str, on: date) -> bytes:
    """Print the list for one person as tagged PDF; its properties name nobody."""
    context = {
        "receipt": receipt,
        "name": name,
        "title": TITLE,
        "office": settings.OFFICE.name,
        "street": settings.OFFICE.street,
        "printed": day_text(on),
    }
    return print_pdf(render_to_string("receipts/paper.html", context), f"{TITLE} {receipt.word}")
