"""Sends the newest signed state of the trail by mail, once an hour, to somebody outside the house; off by default.

Whoever holds such a mail can prove later that the trail was bent: it lies where nobody of the office can take it
back. It carries sizes, a root and a signature, and says nothing about anybody.
"""

import smtplib
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from django.core.cache import cache

from audit import streams, ways
from audit.models import Checkpoint

FAILING = "seal-mail-failing"
SENT = "seal-mail-sent"
TOLD_FOR = 24 * 60 * 60
PATIENCE = 20
SUBJECT = "Siegel über {size} Einträge"
BODY = """Angehängt ist der unterschriebene Stand des Nachweises über {size} Einträge.

Bitte bewahren Sie ihn auf und löschen Sie ihn nicht: Mit ihm lässt sich später prüfen, ob jemand etwas
verändert hat. Er enthält keine Angaben über Personen.
"""


def send() -> bool:
    """Send the newest state, if it was not sent yet; gives whether a mail went out.

    A relay that does not answer stops nothing: it is remembered for the lamp, and the next hour tries again.
    """
    chosen = ways.way()
    if chosen is None:
        cache.delete(FAILING)
        return False
    with streams.standing_as_the_seal():
        newest = Checkpoint.objects.order_by("-size").first()
    if newest is None or cache.get(SENT) == newest.size:
        return False
    try:
        with smtplib.SMTP(chosen.host, chosen.port, timeout=PATIENCE) as relay:
            refused = relay.send_message(_written(newest, chosen))
    except OSError:
        cache.set(FAILING, value=True, timeout=TOLD_FOR)
        return False
    # Some got it: it is not sent to them again, but whoever was refused is told like a relay that is away.
    cache.set(SENT, newest.size, timeout=TOLD_FOR)
    cache.set(FAILING, value=bool(refused), timeout=TOLD_FOR)
    return True


def _written(newest: Checkpoint, chosen: ways.Way) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = SUBJECT.format(size=newest.size)
    mail["From"], mail["To"] = chosen.sender, ", ".join(chosen.to)
    mail["Date"], mail["Message-ID"] = format_datetime(newest.at), make_msgid(domain="hilfenetz")
    mail.set_content(BODY.format(size=newest.size))
    name = f"{newest.size:012}.txt"
    mail.add_attachment(
        newest.note.encode(), maintype="application", subtype="octet-stream", filename=name
    )
    return mail


def failing() -> bool:
    """Tell whether the last mail did not go out."""
    return bool(cache.get(FAILING, default=False))
