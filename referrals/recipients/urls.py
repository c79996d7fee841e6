"""Addresses of pages about what recipients know."""

from django.urls import path

from referrals.recipients import views

urlpatterns = [
    path("unterlagen/<uuid:disclosure>/beenden/", views.disclosure_end, name="disclosure_end"),
]
