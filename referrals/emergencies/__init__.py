"""Seeing the least of a family in an emergency: by the roster, or with a reason that another person reviews."""
