"""The lines of the first page about files that were infected, and about files that wait."""

from collections.abc import Iterator

from accounts.actor import Actor
from audit.clock import moment_text
from referrals.duties.sheets import Task, href
from referrals.enclosures import sheets as enclosures

AWAY = "Der Scanner (clamd) antwortet nicht. Bis er läuft, sieht diese Dateien nur, wer sie abgelegt hat."


def tasks(by: Actor) -> Iterator[Task]:
    """Tell an author what malware took away, and whoever looks after the machine that files wait."""
    for family, aid, word, what in enclosures.infected(by):
        page = href("aid_files", aid) if aid else href("family_files", family)
        title = f"{word}: {what} entfernt, Schadsoftware gefunden"
        yield Task(about=aid or family, title=title, urgent=True, verb="Ansehen", verb_href=page)
    waiting = enclosures.waiting_since(by)
    if waiting:
        count, since = waiting
        words = "Eine Datei wartet" if count == 1 else f"{count} Dateien warten"
        title = f"{words} auf den Virenscanner, seit {moment_text(since)}"
        yield Task(about=None, title=title, text=AWAY, urgent=True)
