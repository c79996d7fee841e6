"""Addresses of the pages about providers."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("providers.budgets.urls")),
    path("", include("providers.register.urls")),
]
