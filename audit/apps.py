"""The trail as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The trail of deeds and readings."""

    name = "audit"
    verbose_name = "Nachweise"
