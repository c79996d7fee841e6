"""Coded counts for reports; no row of this package knows a name."""
