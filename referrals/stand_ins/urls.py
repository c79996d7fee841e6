"""Addresses of pages about hand-given exceptions."""

from django.urls import path

from referrals.stand_ins import views

urlpatterns = [
    path("familien/<uuid:family>/besondere-zugriffe/", views.grants, name="grants"),
    path("familien/<uuid:family>/besondere-zugriffe/neu/", views.grant_new, name="grant_new"),
    path("besondere-zugriffe/<uuid:grant>/beenden/", views.grant_end, name="grant_end"),
    path("pruefungen/", views.samples, name="samples"),
]
