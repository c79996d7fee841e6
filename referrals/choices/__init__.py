"""Whom a family chose, alone or jointly, and whether they take the family on."""
