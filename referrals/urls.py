"""Addresses of the pages on the way of a family."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("referrals.families.urls")),
    path("", include("referrals.bases.urls")),
    path("", include("referrals.notes.urls")),
    path("", include("referrals.overview.urls")),
    path("", include("referrals.papers.urls")),
    path("", include("referrals.plans.urls")),
    path("", include("referrals.readings.urls")),
    path("", include("referrals.reviews.urls")),
]
