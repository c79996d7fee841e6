"""Closing what belongs to one family anew under fresh data keys."""
