"""The app as Django knows it."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """Organisations that help: who they are, what was agreed, what it costs."""

    name = "providers"
