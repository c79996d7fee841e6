"""Words of the trail about coded facts."""

from audit.trail import Event

GATHERED = Event("facts.gathered", "Zahlen für einen Bericht zusammengestellt")
