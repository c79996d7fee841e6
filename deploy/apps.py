"""The service as a Django app."""

from django.apps import AppConfig

from deploy import forms


class DeployConfig(AppConfig):
    """Where the parts become one service."""

    name = "deploy"
    verbose_name = "Betrieb"

    def ready(self) -> None:
        """Make the system checks known and the words of forms ours."""
        from deploy import checks  # noqa: F401  # checks may only be loaded when all models are

        forms.speak_plainly()
