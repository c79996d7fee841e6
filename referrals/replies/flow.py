"""Words of an answer: what goes out, how it is handed out, and what the law wants said in it."""

from django.db import models


class File(models.TextChoices):
    """What an answer consists of; the value is the column in which it lies."""

    PAPER = "paper", "Auskunft (PDF)"
    RECORD = "record", "Auskunft (JSON, für Programme)"
    LETTER = "letter", "Anschreiben (PDF)"


class Way(models.TextChoices):
    """How an answer was handed out."""

    PERSON = "person", "Persönlich übergeben"
    POST = "post", "Mit der Post, an die Person selbst"
    PORTAL = "portal", "Über das Servicekonto"
    LAWYER = "lawyer", "An die Rechtsvertretung"


# What for, and on which ground (Art. 15 (1) a GDPR); as in the record of processing, for the person.
PURPOSES = (
    (
        "Familien beraten, Hilfe vorbereiten und über sie entscheiden",
        "§§ 16 bis 18, 27 ff., 36 SGB VIII",
    ),
    ("Hinweisen auf eine Gefährdung nachgehen und Kinder schützen", "§ 8a SGB VIII"),
    (
        "Hilfe gemeinsam mit Trägern planen, prüfen und abrechnen",
        "§§ 36, 36a, 61 bis 65, 77 SGB VIII",
    ),
    (
        "Nachweisen, wer gelesen und gehandelt hat; zählen, ohne Namen",
        "Art. 5 Abs. 2 DSGVO; §§ 98 ff. SGB VIII",
    ),
)
RIGHTS = (
    (
        "Ist etwas falsch, verlangen Sie, dass wir es berichtigen. Können wir es nicht klären, vermerken wir, dass Sie"
        " es bestreiten (Art. 16 DSGVO, § 84 SGB X)."
    ),
    (
        "Sie können verlangen, dass wir löschen, was wir nicht mehr brauchen, oder es bis zu einer Klärung nicht"
        " verwenden (Art. 17 und 18 DSGVO, § 84 SGB X)."
    ),
    "Aus Gründen, die in Ihrer Lage liegen, können Sie widersprechen (Art. 21 DSGVO, § 84 Abs. 5 SGB X).",
    (
        "Beschweren können Sie sich bei der Aufsichtsbehörde für den Datenschutz Ihres Landes. An sie können Sie sich"
        " auch wenden, wenn etwas geschwärzt ist (Art. 77 DSGVO, § 81 SGB X)."
    ),
)
AUTOMATED = (
    "Kein Programm entscheidet über Sie, und niemand wird bewertet oder eingestuft (Art. 22 DSGVO)."
)
THIRD_COUNTRIES = "Nichts wird in Länder außerhalb der Europäischen Union übermittelt."
