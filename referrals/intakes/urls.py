"""Addresses of pages about first contacts."""

from django.urls import path

from referrals.intakes import views

INTAKE = "meldungen/<uuid:intake>/"

urlpatterns = [
    path("meldungen/", views.intakes, name="intakes"),
    path("meldungen/aufnehmen/", views.intake_new, name="intake_new"),
    path("meldungen/beratung/", views.contact_new, name="contact_new"),
    path(INTAKE, views.intake, name="intake"),
    path(f"{INTAKE}zu-zweit/", views.confirm, name="intake_confirm"),
    path(f"{INTAKE}gefaehrdung/", views.raise_danger, name="intake_raise"),
    path(f"{INTAKE}familie/", views.open_family, name="intake_family"),
    path(f"{INTAKE}bekannte-familie/", views.join_family, name="intake_join"),
    path(f"{INTAKE}abschliessen/", views.close, name="intake_close"),
    path(f"{INTAKE}wieder-oeffnen/", views.reopen, name="intake_reopen"),
]
