"""Words of the trail about the register."""

from audit.trail import Event

SPACE_ADDED = Event("space.added", "Sozialraum eingetragen")
STREETS_ADDED = Event("streets.added", "Straßen eingetragen")
PROVIDER_ADDED = Event("provider.added", "Träger eingetragen")
CARRIER_ADDED = Event("carrier.added", "Rechtsträger eingetragen")
