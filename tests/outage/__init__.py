"""Killing web, worker and database at random while people work: what was acknowledged is there."""
