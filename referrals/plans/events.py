"""Words of the trail about care plans: written, agreed, in force, carried on, read."""

from audit.trail import Event, Kind

BEGUN = Event("plan.begun", "Hilfeplan begonnen")
WRITTEN = Event("plan.written", "Texte des Hilfeplans geschrieben")
CIRCULATED = Event("plan.circulated", "Hilfeplan zur Durchsicht gegeben")
TAKEN_BACK = Event("plan.taken_back", "Hilfeplan wieder in Arbeit genommen")
SIGNED = Event("plan.signed", "Stand einer Unterschrift festgehalten")
SIGNATURES_REOPENED = Event(
    "plan.signatures_reopened", "Unterschriften zum früheren Text wieder offen"
)
PUT_IN_FORCE = Event("plan.put_in_force", "Hilfeplan in Kraft gesetzt")
CARRIED_ON = Event("plan.carried_on", "Hilfeplan fortgeschrieben")

GOAL_ADDED = Event("goal.added", "Ziel aufgenommen")
GOAL_REWORDED = Event("goal.reworded", "Ziel anders gefasst")
GOAL_REMOVED = Event("goal.removed", "Ziel aus dem Entwurf genommen")
TASK_ADDED = Event("goal.task_added", "Aufgabe zu einem Ziel vereinbart")
TASK_REMOVED = Event("goal.task_removed", "Aufgabe eines Ziels entfernt")

READ = Event("plan.read", "Hilfeplan gelesen", Kind.READING)
