"""Conflicts of interest: who must neither work on a family's matter nor learn of it."""
