"""Words of the trail about looking at plans again."""

from audit.trail import Event, Kind

GOAL_RATED = Event("goal.rated", "Ziel eingeschätzt")
GOAL_SETTLED = Event("goal.settled", "Stand eines Ziels festgehalten")
POINT_MARKED = Event("plan.point_marked", "Punkt für das Gespräch vorgemerkt")
OPENED = Event("plan.opened", "Geltender Hilfeplan für einen weiteren Träger geöffnet")
ENDED = Event("plan.ended", "Hilfeplan beendet")

LISTED = Event("plan.listed", "Liste der Hilfepläne gelesen", Kind.READING)
HISTORY_READ = Event("plan.history_read", "Verlauf eines Hilfeplans gelesen", Kind.READING)
