"""The roles that people act in; a person may have several, and they add up."""

from django.db import models


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
