"""Words of the trail about helps."""

from audit.trail import Event, Kind

OPENED = Event("aid.opened", "Hilfe angelegt")
MOVED = Event("aid.moved", "Stand der Hilfe geändert")
SHARED = Event("aid.shared", "Anteil eines Trägers festgelegt")
SETTLED = Event("aid.settled", "Art und Dauer der Hilfe festgelegt")
CLOSED = Event("aid.closed", "Anteile der Träger beendet")
BEGUN = Event("aid.begun", "Hilfe begonnen")
CARER_NAMED = Event("aid.carer_named", "Fachkraft benannt")
LISTED = Event("aid.listed", "Hilfen aufgelistet", kind=Kind.READING)
READ = Event("aid.read", "Hilfe gelesen", kind=Kind.READING)
