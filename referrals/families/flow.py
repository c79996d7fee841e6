"""Words about families: who a person is, what a hand-given exception lets somebody do, and why."""

from django.db import models


class Relation(models.TextChoices):
    """Who a person is in the family."""

    CHILD = "child", "Kind"
    MOTHER = "mother", "Mutter"
    FATHER = "father", "Vater"
    PARTNER = "partner", "Partnerin oder Partner"
    GUARDIAN = "guardian", "Vormund"
    OTHER = "other", "Weitere Person"


class GrantKind(models.TextChoices):
    """What a hand-given exception lets somebody do."""

    STAND_IN = "stand_in", "Vertretung"
    NAMED = "named", "Darf mitlesen"
    SAMPLE = "sample", "Prüfstichprobe"


class GrantReason(models.TextChoices):
    """Why an exception was given; a class is enough."""

    ABSENCE = "absence", "Abwesenheit ohne eingetragene Vertretung"
    ADVICE = "advice", "Fachliche Beratung"
    INDUCTION = "induction", "Einarbeitung oder Übergabe"
    AUDIT = "audit", "Prüfung"
