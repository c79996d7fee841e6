"""Addresses of pages about letting people go."""

from django.urls import path

from accounts.leavings import views

urlpatterns = [
    path("zugaenge/<uuid:person>/beenden/", views.deactivate, name="access_end"),
    path("zugaenge/<uuid:person>/wieder-oeffnen/", views.reopen, name="access_reopen"),
    path("zugaenge/<uuid:person>/rollen/<uuid:mandate>/", views.end_role, name="mandate_end"),
]
