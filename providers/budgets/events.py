"""Words of the trail about budgets."""

from audit.trail import Event, Kind

SET = Event("budget.set", "Budget eingetragen")
RESERVED = Event("budget.reserved", "Stunden vorgemerkt")
EXCEEDED = Event("budget.exceeded", "Stunden über das Kontingent hinaus vorgemerkt")
CONFIRMED = Event("budget.confirmed", "Stunden zugesagt")
RELEASED = Event("budget.released", "Stunden wieder frei")
ADJUSTED = Event("budget.adjusted", "Zugesagte Stunden geändert")
USED = Event("budget.used", "Stunden geleistet")
READ = Event("budget.read", "Budget gelesen", kind=Kind.READING)
