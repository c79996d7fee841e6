"""Words of the trail about roles that rest."""

from audit.trail import Event, Kind, Outcome

BEGUN = Event("rest.begun", "Rollen ruhen bis zur Bestätigung", Kind.SECURITY)
NOT_DUE = Event("rest.not_due", "Einladung ohne Rollen, die ruhen", Kind.SECURITY)
WOKEN = Event("rest.woken", "Ruhende Rollen bestätigt", Kind.SECURITY)
WRONG = Event(
    "rest.wrong_number", "Falsche Zahl zu ruhenden Rollen genannt", Kind.SECURITY, Outcome.FAILED
)
