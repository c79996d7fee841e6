"""Words of the trail about what was confided; no entry of a note names its family, so that nobody counts them."""

from audit.trail import Event, Kind

CONFIDED = Event("confidence.noted", "Anvertrautes versiegelt")
LISTED = Event("confidence.listed", "Eigenes Anvertrautes gelesen", Kind.READING)
KEPT = Event("confidence.kept", "Anvertrautes als weiter nötig bestätigt")
LIFTED = Event("confidence.lifted", "Anvertrautes in die Akte gegeben")
RELEASED = Event("confidence.released", "Anvertrautes an eine Person weitergegeben")
ASKED = Event("unsealing.asked", "Öffnung von Versiegeltem erbeten")
AGREED = Event("unsealing.agreed", "Öffnung von Versiegeltem zugestimmt")
TAKEN_BACK = Event("unsealing.taken_back", "Zustimmung zur Öffnung zurückgenommen")
REFUSED = Event("unsealing.refused", "Öffnung von Versiegeltem abgelehnt")
OPENED = Event("unsealing.opened", "Versiegeltes zu zweit geöffnet")
UNSEALINGS_LISTED = Event("unsealing.listed", "Öffnungen von Versiegeltem gelesen", Kind.READING)
