"""Words of the trail about helps and decisions."""

from audit.trail import Event, Kind

PROPOSED = Event("aid.proposed", "Hilfe zur Entscheidung vorgelegt")
CHANGE_PROPOSED = Event("decision.proposed", "Änderung der Hilfe zur Entscheidung vorgelegt")
APPROVED = Event("decision.approved", "Entscheidung freigegeben")
RETURNED = Event("decision.returned", "Entscheidung zurückgegeben")
WITHDRAWN = Event("decision.withdrawn", "Entscheidung zurückgezogen")
BEGUN = Event("aid.begun", "Hilfe begonnen")
CARER_NAMED = Event("aid.carer_named", "Fachkraft benannt")
LISTED = Event("aid.listed", "Hilfen aufgelistet", kind=Kind.READING)
READ = Event("aid.read", "Hilfe gelesen", kind=Kind.READING)
DECISIONS_LISTED = Event("decision.listed", "Freigaben aufgelistet", kind=Kind.READING)
DECISION_READ = Event("decision.read", "Entscheidung gelesen", kind=Kind.READING)
