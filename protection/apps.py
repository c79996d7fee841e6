"""Protection as a Django app."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Keys, envelopes, labels and the second wall."""

    name = "protection"
    verbose_name = "Schutz"
