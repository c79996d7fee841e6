"""Words of the trail about access logs."""

from audit.trail import Event, Kind, Outcome

LISTED = Event("access_log.listed", "Bitten um Zugriffsprotokolle gelesen", kind=Kind.READING)
ASKED = Event("access_log.asked", "Zugriffsprotokoll einer Familie erbeten", Kind.SECURITY)
AGREED = Event("access_log.agreed", "Zugriffsprotokoll einer Familie geöffnet", Kind.SECURITY)
REFUSED = Event("access_log.refused", "Zugriffsprotokoll einer Familie abgelehnt", Kind.SECURITY)
WITHDRAWN = Event("access_log.withdrawn", "Bitte um ein Zugriffsprotokoll zurückgenommen")
EXPIRED = Event("access_log.expired", "Bitten um Zugriffsprotokolle verfallen")
MADE = Event("access_log.made", "Zugriffsprotokoll als Papier festgehalten")
FAILED = Event(
    "access_log.failed", "Papier eines Zugriffsprotokolls nicht gelungen", outcome=Outcome.FAILED
)
READ = Event("access_log.read", "Zugriffsprotokoll einer Familie gelesen", kind=Kind.READING)
