"""Addresses of pages about grounds."""

from django.urls import path

from referrals.bases import views

urlpatterns = [
    path("familien/<uuid:family>/grundlage/", views.basis_new, name="basis_new"),
]
