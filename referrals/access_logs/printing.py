"""An access log on paper."""

import base64
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from audit.clock import day_text
from protection.paper import print_pdf
from protection.sealing import Clear
from referrals.access_logs.sheets import LogSheet


def file_name(word: str, from_on: date, until_on: date) -> str:
    """Name the file by the Merkwort: Zugriffe_Amsel-12_2026-01-01_2026-11-24.pdf."""
    return f"Zugriffe_{word.replace(' ', '-')}_{from_on:%Y-%m-%d}_{until_on:%Y-%m-%d}.pdf"


def frozen(sheet: LogSheet, on: date) -> Clear:
    """Print an access log as tagged PDF, on its way into its envelope."""
    title = f"Zugriffsprotokoll {sheet.word}"
    context = {
        "sheet": sheet,
        "title": title,
        "office": settings.OFFICE.name,
        "street": settings.OFFICE.street,
        "printed": day_text(on),
    }
    pdf = print_pdf(render_to_string("access_logs/paper.html", context), title)
    return Clear(base64.b64encode(pdf).decode())
