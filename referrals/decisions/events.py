"""Words of the trail about decisions."""

from audit.trail import Event, Kind

PROPOSED = Event("decision.proposed", "Entscheidung zur Freigabe vorgelegt")
APPROVED = Event("decision.approved", "Entscheidung freigegeben")
RETURNED = Event("decision.returned", "Entscheidung zurückgegeben")
WITHDRAWN = Event("decision.withdrawn", "Entscheidung zurückgezogen")
TERMS_READ = Event("decision.terms_read", "Bisherige Bewilligung gelesen", kind=Kind.READING)
