"""Words of the trail about what an answer shows and blackens."""

from audit.trail import Event, Kind

COLLECTED = Event(
    "access_item.collected", "Angaben für eine Auskunft zusammengestellt", Kind.READING
)
PROPOSED = Event("access_item.proposed", "Schwärzungen für eine Auskunft vorgeschlagen")
LISTED = Event("access_item.listed", "Zusammengestellte Angaben gelesen", Kind.READING)
READ = Event("access_item.read", "Angabe einer Auskunft gelesen", Kind.READING)
DECIDED = Event("access_item.decided", "Über Schwärzungen in einer Auskunft entschieden")
SUBMITTED = Event("access_item.submitted", "Auskunft zur zweiten Durchsicht gegeben")
ADVISED = Event("access_item.advised", "Auskunft rechtlich geprüft")
RETURNED = Event("access_item.returned", "Auskunft zurückgegeben")
