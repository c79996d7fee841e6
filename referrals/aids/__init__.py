"""Help that was decided: type, period, hours, who shares it."""
