"""Words about families: who a person is, by which right somebody reads, what a hand-given exception lets
them do, and why.
"""

from django.db import models


class Relation(models.TextChoices):
    """Who a person is in the family."""

    CHILD = "child", "Kind"
    MOTHER = "mother", "Mutter"
    FATHER = "father", "Vater"
    PARTNER = "partner", "Partnerin oder Partner"
    GUARDIAN = "guardian", "Vormund"
    OTHER = "other", "Weitere Person"


class Way(models.TextChoices):
    """By which right somebody reads a family; it is the purpose that the trail keeps."""

    NONE = "", "Ohne Zugang"
    OWN = "own", "Zuständige Fachkraft"
    SECOND = "second", "Zweite Fachkraft"
    DEPUTY = "deputy", "Vertretung"
    STAND_IN = "stand_in", "Eingerichtete Vertretung"
    RELEASE = "release", "Teamleitung, weil etwas wartet"
    LEAD = "lead", "Teamleitung"
    NAMED = "named", "Darf mitlesen"
    SAMPLE = "sample", "Prüfstichprobe"
    ON_CALL = "on_call", "Bereitschaft"
    EMERGENCY = "emergency", "Notzugriff"
    ACCESS = "access", "Auskunft an eine betroffene Person"


class CaseEnd(models.TextChoices):
    """Why a case was closed; a class is enough."""

    HELPED = "helped", "Die Hilfen sind beendet"
    ADVISED = "advised", "Es blieb bei der Beratung"
    MOVED = "moved", "Ein anderes Jugendamt ist zuständig"
    DECLINED = "declined", "Die Familie möchte keine Hilfe"
    GROWN = "grown", "Die Kinder sind erwachsen"


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
    INSPECTION = "inspection", "Einsicht in eine eingeschränkte Akte"
