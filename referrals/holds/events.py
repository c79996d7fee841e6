"""Words of the trail about reasons to keep a file."""

from audit.trail import Event

SET = Event("hold.set", "Löschung ausgesetzt")
ENDED = Event("hold.ended", "Aussetzung der Löschung beendet")
