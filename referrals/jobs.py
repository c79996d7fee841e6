"""The jobs of this app, gathered for the worker."""

from referrals.readings import jobs as readings

__all__ = ["readings"]
