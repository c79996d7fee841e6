"""The jobs of this app, gathered for the worker."""

from referrals.papers import jobs as papers
from referrals.readings import jobs as readings

__all__ = ["papers", "readings"]
