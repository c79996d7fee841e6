"""Asking providers for help without naming the family, and their answers."""
