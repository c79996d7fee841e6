"""Words of the trail about access: who came in, how, and who was let in by whom."""

from audit.trail import Event, Kind, Outcome

SIGNED_IN = Event("account.signed_in", "Angemeldet", Kind.SECURITY)
SIGNED_OUT = Event("account.signed_out", "Abgemeldet", Kind.SECURITY)
SIGN_IN_FAILED = Event(
    "account.sign_in_failed", "Anmeldung misslungen", Kind.SECURITY, Outcome.FAILED
)
SIGN_IN_STOPPED = Event(
    "account.sign_in_stopped",
    "Anmeldung nach zu vielen Versuchen angehalten",
    Kind.SECURITY,
    Outcome.REFUSED,
)
SESSION_ENDED = Event("account.session_ended", "Sitzung beendet", Kind.SECURITY)
REOPENED = Event("account.reopened", "Entsperrt", Kind.SECURITY)
REOPEN_FAILED = Event(
    "account.reopen_failed", "Entsperren misslungen", Kind.SECURITY, Outcome.FAILED
)

FACTOR_ADDED = Event("factor.added", "Zweiter Faktor eingerichtet", Kind.SECURITY)
FACTOR_REMOVED = Event("factor.removed", "Zweiter Faktor entfernt", Kind.SECURITY)
FACTOR_FAILED = Event(
    "factor.failed", "Zweiter Faktor stimmte nicht", Kind.SECURITY, Outcome.FAILED
)
CODES_RENEWED = Event("factor.codes_renewed", "Notfallcodes erneuert", Kind.SECURITY)
PASSWORD_CHANGED = Event("password.changed", "Passwort geändert", Kind.SECURITY)

OPENED = Event("account.opened", "Zugang eingerichtet")
INVITED = Event("account.invited", "Einladung ausgestellt")
RESET = Event("account.reset", "Zugang neu begonnen", Kind.SECURITY)
DEACTIVATED = Event("account.deactivated", "Zugang beendet")
REACTIVATED = Event("account.reactivated", "Zugang wieder geöffnet")
SESSIONS_FORGOTTEN = Event("session.forgotten", "Reste beendeter Sitzungen entfernt")
MANDATE_GIVEN = Event("mandate.given", "Rolle übertragen")
MANDATE_ENDED = Event("mandate.ended", "Rolle beendet")
TEAM_OPENED = Event("team.opened", "Team angelegt")
ABSENCE_SET = Event("absence.set", "Abwesenheit eingetragen")
ABSENCE_ENDED = Event("absence.ended", "Abwesenheit beendet")
DEPUTY_SET = Event("deputy.set", "Vertretung eingerichtet")
