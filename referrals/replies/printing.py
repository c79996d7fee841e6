"""An answer on paper, as a record for programs, and the letter to it."""

import json
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from audit.clock import day_text
from protection.paper import print_pdf
from referrals.replies.flow import AUTOMATED, PURPOSES, RIGHTS, THIRD_COUNTRIES, File
from referrals.replies.sheets import Answer, Line
from referrals.replies.sums import Piece

# Its meaning stands in docs/subject-access.md; whoever changes a key counts this up.
FORMAT = "hilfenetz-auskunft/1"
TITLE = "Auskunft über gespeicherte Daten"


def file_name(number: str, kind: File) -> str:
    """Name a file by the number of the request, never by a person: Auskunft_A-3F2A-91BC.pdf."""
    names = {File.PAPER: "Auskunft_{}.pdf", File.RECORD: "Auskunft_{}.json"}
    return names.get(kind, "Anschreiben_{}.pdf").format(number)


def paper_of(answer: Answer) -> bytes:
    """Print the answer as tagged PDF; its properties name nobody."""
    return print_pdf(
        render_to_string("replies/paper.html", _context(answer)), f"{TITLE} {answer.number}"
    )


def letter_of(answer: Answer) -> bytes:
    """Print the letter that goes with it, on a sheet of its own: it alone bears an address."""
    return print_pdf(
        render_to_string("replies/letter.html", _context(answer)), f"Anschreiben {answer.number}"
    )


def record_of(answer: Answer) -> bytes:
    """Write the same for programs; of what is black it holds the letter of the reason and nothing else."""
    record = {
        "format": FORMAT,
        "number": answer.number,
        "as_of": answer.on.isoformat(),
        "office": {"name": settings.OFFICE.name, "street": settings.OFFICE.street},
        "person": answer.person,
        "purposes": [{"purpose": what, "basis": basis} for what, basis in PURPOSES],
        "categories": [title for title, _ in answer.groups],
        "sources": list(answer.sources),
        "recipients": [
            {"to": one.to, "what": one.what, "basis": one.basis, "when": one.when}
            for one in answer.recipients
        ],
        "recipients_complete": answer.is_whole,
        "storage": answer.storage,
        "rights": list(RIGHTS),
        "automated_decisions": False,
        "third_countries": False,
        "items": [_item(line) for _, lines in answer.groups for line in lines],
        "legend": dict(answer.legend),
    }
    return json.dumps(record, ensure_ascii=False, indent=2).encode()


def _item(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "kind": line.kind,
        "label": line.label,
        "on": line.on.isoformat() if line.on else None,
        "about": line.about or None,
        "source": line.source or None,
        "note": line.mark or None,
        "parts": [_part(piece) for piece in line.pieces],
    }


def _part(piece: Piece) -> dict[str, str]:
    return {"blackened": piece.letter} if piece.letter else {"text": piece.text}


def _context(answer: Answer) -> dict[str, Any]:
    return {
        "answer": answer,
        "title": TITLE,
        "purposes": PURPOSES,
        "rights": RIGHTS,
        "automated": AUTOMATED,
        "third_countries": THIRD_COUNTRIES,
        "office": settings.OFFICE.name,
        "street": settings.OFFICE.street,
        "printed": day_text(answer.on),
        "received": day_text(answer.received_on),
    }
