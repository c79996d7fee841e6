"""The roles that people act in, a person may have several, and on which days they hold."""

from datetime import date

from django.db import models
from django.db.models import Q


class Role(models.TextChoices):
    """What a person may be in this service."""

    CASEWORKER = "caseworker", "Bezirkssozialarbeit"
    FRONT_DESK = "front_desk", "Geschäftszimmer"
    ON_CALL = "on_call", "Bereitschaft"
    TEAM_LEAD = "team_lead", "Teamleitung"
    HEAD = "head", "Bereichsleitung"
    CHILD_PROTECTION = "child_protection", "Kinderschutzfachkraft"
    FINANCE = "finance", "Wirtschaftliche Jugendhilfe"
    PLANNER = "planner", "Jugendhilfeplanung"
    DP_COORDINATOR = "dp_coordinator", "Datenschutzkoordination"
    DPO = "dpo", "Datenschutz"
    AUDITOR = "auditor", "Rechnungsprüfung"
    IT_ADMIN = "it_admin", "Technische Administration"
    COORDINATOR = "coordinator", "Koordination"
    CARER = "carer", "Fachkraft des Trägers"
    PROVIDER_ADMIN = "provider_admin", "Verwaltung des Trägers"
    CLOCK = "clock", "Uhrwerk"


# Roles of people at a provider; everyone else belongs to the office.
PROVIDER_ROLES = frozenset({Role.COORDINATOR, Role.CARER, Role.PROVIDER_ADMIN})
# Roles whose place is a team of the office.
TEAM_ROLES = frozenset({Role.CASEWORKER, Role.TEAM_LEAD})
# Roles that nobody is given: the clock acts by itself, and on call is who stands on the roster.
NOT_GIVEN = frozenset({Role.CLOCK, Role.ON_CALL})

# Which roles hold, as `in_force` says it, for the question with which every page begins.
IN_FORCE = """
    since_on <= %(today)s
    AND (until_on IS NULL OR until_on > %(today)s OR until_on = %(today)s AND ended_by_id IS NULL)
"""


def in_force(on: date) -> Q:
    """Match the roles that hold on a day: the last day counts, but not when somebody ended the role on
    that very day.
    """
    return Q(since_on__lte=on) & not_over(on)


def not_over(on: date) -> Q:
    """Match the roles that hold on a day or begin later."""
    ended = Q(until_on__lt=on) | Q(until_on=on, ended_by__isnull=False)
    return Q(until_on__isnull=True) | ~ended
