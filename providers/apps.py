"""The app as Django knows it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """Organisations that help: who they are, what was agreed, what it costs."""

    name = "providers"

    def ready(self) -> None:
        """Tell the floor below what the places are called where people work."""
        from accounts import sheets  # models must be there first

        sheets.name_places(_names_of_providers)


def _names_of_providers(ids: Iterable[UUID] | None) -> Mapping[UUID, str]:
    from providers.register.models import Provider  # models must be there first

    wanted = Provider.objects.all() if ids is None else Provider.objects.filter(id__in=ids)
    return dict(wanted.order_by("name").values_list("id", "name"))
