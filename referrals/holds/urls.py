"""Addresses of the pages about reasons to keep a file."""

from django.urls import path

from referrals.holds import views

urlpatterns = [
    path("aussetzungen/<uuid:hold>/ende/", views.hold_end, name="hold_end"),
]
