"""The app as Django knows it."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """Numbers without people: coded facts become tables, and tables are protected before anyone sees them."""

    name = "outcomes"
