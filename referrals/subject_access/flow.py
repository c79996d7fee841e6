"""How a request goes its way, and its words: who asks, how it came, how the person was recognised."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where a request stands."""

    RECEIVED = "received", "Eingegangen"
    IDENTIFIED = "identified", "Identität geprüft"
    CLARIFIED = "clarified", "Umfang geklärt"
    COLLECTED = "collected", "Zusammengestellt"
    REDACTED = "redacted", "Zur zweiten Durchsicht"
    LEGAL = "legal", "Rechtliche Prüfung"
    APPROVED = "approved", "Freigegeben"
    RELEASED = "released", "Ausgehändigt"
    COMPLAINED = "complained", "Beschwerde eingelegt"
    REFUSED = "refused", "Abgelehnt"
    WITHDRAWN = "withdrawn", "Zurückgenommen"


FLOW = Flow(
    "access_request",
    "Auskunft an eine betroffene Person",
    Status.RECEIVED,
    {
        Status.RECEIVED: frozenset({Status.IDENTIFIED, Status.REFUSED, Status.WITHDRAWN}),
        Status.IDENTIFIED: frozenset({Status.CLARIFIED, Status.REFUSED, Status.WITHDRAWN}),
        Status.CLARIFIED: frozenset({Status.COLLECTED, Status.REFUSED, Status.WITHDRAWN}),
        Status.COLLECTED: frozenset({Status.REDACTED, Status.LEGAL, Status.WITHDRAWN}),
        # What is held back for a reason of weight is looked at by a lawyer before the second person.
        Status.LEGAL: frozenset({Status.REDACTED, Status.COLLECTED, Status.WITHDRAWN}),
        Status.REDACTED: frozenset({Status.APPROVED, Status.COLLECTED, Status.WITHDRAWN}),
        # What two people released is as it is.
        Status.APPROVED: frozenset({Status.RELEASED, Status.WITHDRAWN}),
        Status.RELEASED: frozenset({Status.COMPLAINED}),
        Status.COMPLAINED: frozenset(),
        Status.REFUSED: frozenset({Status.COMPLAINED}),
        Status.WITHDRAWN: frozenset(),
    },
)
# Whoever did one of these steps decided what the answer says, and is no second person any more.
DECIDING = (Status.CLARIFIED, Status.LEGAL, Status.REDACTED)
# Nobody has to do anything about these any more.
OVER = (Status.RELEASED, Status.COMPLAINED, Status.REFUSED, Status.WITHDRAWN)
# From here on the family is known, and as long as this lasts the coordination may collect from it.
WITH_FAMILY = (Status.CLARIFIED, Status.COLLECTED)


class Asker(models.TextChoices):
    """Who asks: what is told of others depends on it."""

    CHILD = "child", "Kind oder junger Mensch"
    PARENT = "parent", "Elternteil im Haushalt"
    APART = "apart", "Getrennt lebender Elternteil, frühere Partnerin oder früherer Partner"
    OTHER = "other", "Andere Person"


class Channel(models.TextChoices):
    """How a request came."""

    LETTER = "letter", "Brief"
    PERSON = "person", "Persönlich"
    MAIL = "mail", "E-Mail"
    CALL = "call", "Anruf"
    LAWYER = "lawyer", "Über eine Rechtsvertretung"


class Proof(models.TextChoices):
    """How the office made sure who asks; a mail or a call alone is none (DP-104)."""

    CARD = "card", "Ausweis vorgelegt"
    KNOWN = "known", "Der zuständigen Fachkraft von Angesicht bekannt, sie hat es bestätigt"
    ONLINE = "online", "Online-Ausweis oder BundID"
    POWER = "power", "Vollmacht im Original und Ausweis der vertretenen Person"
