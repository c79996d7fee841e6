"""Words of the trail about rights that are looked through, and accesses that begin again."""

from audit.trail import Event, Kind

CHECKED = Event("rights.checked", "Rechte geprüft")
MARKED = Event("rights.marked", "Änderung einer Rolle erbeten")
SETTLED = Event("rights.settled", "Erbetene Änderung einer Rolle erledigt")
RESET_ASKED = Event("reset.asked", "Neubeginn eines Zugangs erbeten", Kind.SECURITY)
VOUCHED = Event("reset.vouched", "Für einen Neubeginn gebürgt", Kind.SECURITY)
