"""Words of the trail about agreements."""

from audit.trail import Event

AGREED = Event("agreement.made", "Leistung vereinbart")
