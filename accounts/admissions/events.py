"""Words of the trail about letting people in."""

from audit.trail import Event

LIST_ADMITTED = Event("account.list_admitted", "Zugänge nach einer Liste eingerichtet")
