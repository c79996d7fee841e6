"""Words of the trail about roles that wait for a second person."""

from audit.trail import Event

ASKED = Event("nomination.asked", "Rolle vorgeschlagen")
DECLINED = Event("nomination.declined", "Vorgeschlagene Rolle abgelehnt")
WITHDRAWN = Event("nomination.withdrawn", "Vorgeschlagene Rolle zurückgezogen")
