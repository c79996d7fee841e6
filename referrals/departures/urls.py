"""Addresses of pages about what ends for a provider."""

from django.urls import path

from referrals.departures import views

urlpatterns = [
    path("grundlagen/<uuid:basis>/widerrufen/", views.basis_withdraw, name="basis_withdraw"),
]
