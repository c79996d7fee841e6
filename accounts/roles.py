"""The roles that people act in; a person may have several, and they add up."""

from django.db import models


class Role(models.TextChoices):
    """What a person may be in this service."""

    CASEWORKER = "caseworker", "Bezirkssozialarbeit"
    TEAM_LEAD = "team_lead", "Teamleitung"
    HEAD = "head", "Bereichsleitung"
    PLANNER = "planner", "Jugendhilfeplanung"
    DPO = "dpo", "Datenschutz"
    IT_ADMIN = "it_admin", "Technische Administration"
    COORDINATOR = "coordinator", "Koordination"
    CARER = "carer", "Fachkraft des Trägers"
    CLOCK = "clock", "Uhrwerk"


# Roles of people at a provider; everyone else belongs to the office.
PROVIDER_ROLES = frozenset({Role.COORDINATOR, Role.CARER})
# Roles whose place is a team of the office.
TEAM_ROLES = frozenset({Role.CASEWORKER, Role.TEAM_LEAD})
