"""How an enquiry goes its way, and how each provider's copy of it does."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where an enquiry as a whole stands."""

    DRAFT = "draft", "Entwurf"
    SENT = "sent", "Gesendet"
    CHOSEN = "chosen", "Mit der Familie ausgewählt"
    PLACED = "placed", "Angenommen"
    WITHDRAWN = "withdrawn", "Zurückgezogen"
    CLOSED = "closed", "Ohne Träger beendet"


FLOW = Flow(
    "enquiry",
    "Anfrage",
    Status.DRAFT,
    {
        Status.DRAFT: frozenset({Status.SENT, Status.WITHDRAWN}),
        Status.SENT: frozenset({Status.CHOSEN, Status.WITHDRAWN, Status.CLOSED}),
        Status.CHOSEN: frozenset({Status.SENT, Status.PLACED, Status.WITHDRAWN}),
        Status.PLACED: frozenset(),
        Status.WITHDRAWN: frozenset(),
        Status.CLOSED: frozenset(),
    },
)


class CopyStatus(models.TextChoices):
    """Where one provider's copy of an enquiry stands."""

    SENT = "sent", "Gesendet"
    QUESTION = "question", "Rückfrage offen"
    OFFERED = "offered", "Angebot liegt vor"
    LATER = "later", "Auf der Warteliste"
    DECLINED = "declined", "Nicht möglich"
    EXPIRED = "expired", "Frist abgelaufen"
    CHOSEN = "chosen", "Ausgewählt"
    ACCEPTED = "accepted", "Angenommen"
    ELSEWHERE = "elsewhere", "Anderweitig vergeben"
    WITHDRAWN = "withdrawn", "Zurückgezogen"


COPY_FLOW = Flow(
    "enquiry_copy",
    "Anfrage bei einem Träger",
    CopyStatus.SENT,
    {
        CopyStatus.SENT: frozenset(
            {
                *(CopyStatus.QUESTION, CopyStatus.OFFERED, CopyStatus.LATER, CopyStatus.DECLINED),
                *(CopyStatus.EXPIRED, CopyStatus.ELSEWHERE, CopyStatus.WITHDRAWN),
            }
        ),
        CopyStatus.QUESTION: frozenset(
            {
                *(CopyStatus.SENT, CopyStatus.OFFERED, CopyStatus.LATER, CopyStatus.DECLINED),
                *(CopyStatus.EXPIRED, CopyStatus.ELSEWHERE, CopyStatus.WITHDRAWN),
            }
        ),
        CopyStatus.OFFERED: frozenset(
            {
                *(CopyStatus.OFFERED, CopyStatus.CHOSEN, CopyStatus.DECLINED),
                *(CopyStatus.ELSEWHERE, CopyStatus.WITHDRAWN),
            }
        ),
        CopyStatus.LATER: frozenset(
            {
                *(CopyStatus.OFFERED, CopyStatus.DECLINED, CopyStatus.EXPIRED),
                *(CopyStatus.ELSEWHERE, CopyStatus.WITHDRAWN),
            }
        ),
        CopyStatus.CHOSEN: frozenset(
            {CopyStatus.ACCEPTED, CopyStatus.DECLINED, CopyStatus.EXPIRED, CopyStatus.WITHDRAWN}
        ),
        CopyStatus.DECLINED: frozenset(),
        CopyStatus.EXPIRED: frozenset(),
        CopyStatus.ACCEPTED: frozenset(),
        CopyStatus.ELSEWHERE: frozenset(),
        CopyStatus.WITHDRAWN: frozenset(),
    },
)

# While a copy has one of these, the provider still sees the enquiry.
OPEN_AT_PROVIDER = frozenset(
    {CopyStatus.SENT, CopyStatus.QUESTION, CopyStatus.OFFERED, CopyStatus.LATER, CopyStatus.CHOSEN}
)
# While a copy has one of these, the provider may still answer.
ANSWERABLE = frozenset({CopyStatus.SENT, CopyStatus.QUESTION, CopyStatus.LATER, CopyStatus.OFFERED})
# With one of these a provider is out and loses the enquiry.
LEAVING = frozenset(
    {CopyStatus.DECLINED, CopyStatus.EXPIRED, CopyStatus.ELSEWHERE, CopyStatus.WITHDRAWN}
)
