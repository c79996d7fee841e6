"""Addresses of roles that wait for a second person."""

from django.urls import path

from accounts.nominations import views

urlpatterns = [
    path("rechte/vorschlag/<uuid:nomination>/", views.nomination, name="nomination"),
    path("rechte/vorschlag/<uuid:nomination>/ablehnen/", views.decline, name="nomination_decline"),
    path(
        "rechte/vorschlag/<uuid:nomination>/zurueckziehen/",
        views.withdraw,
        name="nomination_withdraw",
    ),
]
