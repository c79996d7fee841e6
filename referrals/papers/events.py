"""Words of the trail about printed care plans."""

from audit.trail import Event, Kind, Outcome

ORDERED = Event("plan.paper_ordered", "Hilfeplan als PDF bestellt")
MADE = Event("plan.paper_made", "Hilfeplan als PDF erstellt")
FAILED = Event("plan.paper_failed", "PDF eines Hilfeplans nicht gelungen", outcome=Outcome.FAILED)
HELD = Event("plan.paper_held", "PDF eines Hilfeplans wegen geschützter Angaben nicht ausgegeben")
PREVIEWED = Event("plan.previewed", "Druckansicht des Hilfeplans gelesen", Kind.READING)
OUTDATED = Event("plan.papers_outdated", "PDF eines Hilfeplans nach einem Vermerk zurückgenommen")
PRINTED = Event("plan.printed", "Hilfeplan als PDF geöffnet", Kind.READING)
LISTED = Event("plan.papers_listed", "Liste der PDF eines Hilfeplans gelesen", Kind.READING)
