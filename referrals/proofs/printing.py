"""The monthly proof on paper."""

from django.conf import settings
from django.template.loader import render_to_string

from accounts.actor import Actor
from audit.clock import moment_text
from protection.paper import print_pdf
from referrals.hours.sums import CalendarMonth
from referrals.proofs.sheets import Proof

TITLE = "Monatsnachweis über das Siegel"


def file_name(month: CalendarMonth) -> str:
    """Name the file by its month: Monatsnachweis_2026-11.pdf."""
    return f"Monatsnachweis_{month.code}.pdf"


def pdf_of(proof: Proof, by: Actor) -> bytes:
    """Print the proof as one page of tagged PDF."""
    context = {
        "proof": proof,
        "title": TITLE,
        "office": settings.OFFICE.name,
        "street": settings.OFFICE.street,
        "printed": moment_text(by.now),
    }
    return print_pdf(render_to_string("proofs/paper.html", context), f"{TITLE} {proof.month}")
