"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "accounts"
    verbose_name = "Personen"

    def ready(self) -> None:
        """Connect the one module that listens to the sign-in package."""
        from accounts import hooks  # noqa: F401  # models must be there first
