"""Reports on paper and as a file for spreadsheets, from the same sheet as the page."""

import csv
import io
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from audit.clock import day_text
from outcomes.sheets import ReportSheet, Table
from protection.paper import harmless, print_pdf


def file_name(sheet: ReportSheet, ending: str) -> str:
    """Name a file: Ergebnisse-2026.pdf."""
    return f"{sheet.title.replace(' ', '-')}.{ending}"


def csv_of(sheet: ReportSheet) -> str:
    """Write every table of a report for a spreadsheet: semicolons, German numbers, one table below the other."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    symbols = sheet.contents.symbols if sheet.contents else ""
    for line in ([sheet.title], [sheet.period], [symbols], ["Prüfsumme", sheet.digest]):
        writer.writerow(map(harmless, line))
    for table in tables_of(sheet):
        writer.writerow([])
        writer.writerow([harmless(table.title)])
        writer.writerows([map(harmless, line) for line in table.lines])
    return out.getvalue()


def tables_of(sheet: ReportSheet) -> list[Table]:
    """Give all tables of a report in reading order."""
    directions = sheet.contents.directions if sheet.contents else ()
    return [table for one in directions for table in (one.table, *one.details)]


def html_of(sheet: ReportSheet, on: date) -> str:
    """Lay a report out as a page for paper."""
    context = {
        "sheet": sheet,
        "office": settings.OFFICE.name,
        "street": settings.OFFICE.street,
        "printed": day_text(on),
    }
    return render_to_string("outcomes/paper.html", context)


def pdf_of(sheet: ReportSheet, on: date) -> bytes:
    """Print a report as tagged PDF."""
    return print_pdf(html_of(sheet, on), sheet.title)
