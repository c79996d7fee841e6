"""Addresses of pages for a provider's administration."""

from django.urls import path

from referrals.invoices import views

urlpatterns = [
    path("abrechnung/", views.invoices, name="invoices"),
    path("abrechnung/datei/", views.invoices_file, name="invoices_file"),
]
