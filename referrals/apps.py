"""The app as Django knows it."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """The way of a family from first contact to the end of help."""

    name = "referrals"
