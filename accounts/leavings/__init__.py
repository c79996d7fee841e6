"""Letting people go: ending an access or one role, after reading what follows; and coming back."""
