"""Words of the trail about what is disputed and restricted."""

from audit.trail import Event, Kind

LISTED = Event("correction.listed", "Falsche Angaben gelesen", kind=Kind.READING)
DISPUTED = Event("dispute.kept", "Angabe als bestritten vermerkt")
READ = Event("dispute.read", "Bestrittene Angabe gelesen", kind=Kind.READING)
SETTLED = Event("dispute.settled", "Über eine bestrittene Angabe entschieden")
TOLD = Event("dispute.told", "Empfänger über eine Berichtigung unterrichtet")
RESTRICTED = Event("restriction.set", "Angabe eingeschränkt")
USED = Event("restriction.used", "Eingeschränkte Angabe gelesen", kind=Kind.READING)
LIFTED = Event("restriction.lifted", "Einschränkung einer Angabe aufgehoben")
