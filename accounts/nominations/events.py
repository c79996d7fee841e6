"""Words of the trail about roles that wait for a second person."""

from audit.trail import Event, Kind, Outcome

ASKED = Event("nomination.asked", "Rolle vorgeschlagen")
DECLINED = Event("nomination.declined", "Vorgeschlagene Rolle abgelehnt")
WRONG = Event(
    "nomination.wrong_number",
    "Falsche Zahl zu einer vorgeschlagenen Rolle genannt",
    Kind.SECURITY,
    Outcome.FAILED,
)
WITHDRAWN = Event("nomination.withdrawn", "Vorgeschlagene Rolle zurückgezogen")
