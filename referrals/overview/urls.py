"""Addresses of pages that show families."""

from django.urls import path

from referrals.overview import views

urlpatterns = [
    path("familien/", views.families, name="families"),
    path("suche/", views.search, name="search"),
    path("familien/<uuid:family>/", views.family, name="family"),
    path("hilfen/<uuid:aid>/", views.aid, name="aid"),
]
