"""Words of the trail about protected addresses."""

from audit.trail import Event, Kind

KEPT = Event("shield.kept", "Angabe unter Schutz abgelegt")
SET = Event("shield.set", "Anschrift geschützt")
RAISED = Event("shield.raised", "Schutz der Anschrift verstärkt")
RENEWED = Event("shield.renewed", "Schutz der Anschrift verlängert")
PROPOSED = Event("shield.proposed", "Änderung am Schutz der Anschrift vorgeschlagen")
CONFIRMED = Event("shield.confirmed", "Änderung am Schutz der Anschrift bestätigt")
DECLINED = Event("shield.declined", "Änderung am Schutz der Anschrift nicht bestätigt")
LET_OUT = Event("shield.let_out", "Benennung für die geschützte Anschrift beendet")
SWEPT = Event("shield.swept", "Abgelaufene Benennungen für geschützte Anschriften beendet")

LISTED = Event(
    "shield.listed",
    "Geschützte Anschriften aufgelistet, für die jemand benannt ist",
    kind=Kind.READING,
)
READ = Event("shield.read", "Schutz der Anschrift gelesen", Kind.READING)
SHOWN = Event("shield.shown", "Geschützte Anschrift angesehen", Kind.READING)
