"""The jobs of this app, gathered for the worker."""

from referrals.access_logs import jobs as access_logs
from referrals.departures import jobs as departures
from referrals.disclosures import jobs as disclosures
from referrals.duplicates import jobs as duplicates
from referrals.easings import jobs as easings
from referrals.enclosures import jobs as enclosures
from referrals.enquiries import jobs as enquiries
from referrals.erasure import jobs as erasure
from referrals.papers import jobs as papers
from referrals.readings import jobs as readings

__all__ = [
    "access_logs",
    "departures",
    "disclosures",
    "duplicates",
    "easings",
    "enclosures",
    "enquiries",
    "erasure",
    "papers",
    "readings",
]
