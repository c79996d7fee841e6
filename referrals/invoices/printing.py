"""A month for a spreadsheet, from the same sheet as the page."""

import csv
import io

from protection.paper import harmless
from referrals.invoices.sheets import Invoice

HEAD = ("Monat", "Träger", "Rechnungsschlüssel", "Fachkraft", "Buchungen", "Minuten")


def csv_of(sheet: Invoice) -> str:
    """Write the lines of a month with semicolons; no text can act as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for line in sheet.lines:
        texts = (sheet.code, line.house, line.key, line.carer)
        writer.writerow([*map(harmless, texts), line.entries, line.minutes])
    return out.getvalue()
