"""Words of the trail about what may be said on the telephone."""

from audit.trail import Event

KEPT = Event("call.word_kept", "Auskunft am Telefon festgelegt")
ENDED = Event("call.word_ended", "Festlegung zur Auskunft am Telefon beendet")
