"""Addresses of pages about what recipients know."""

from django.urls import path

from referrals.recipients import views

urlpatterns = [
    path(
        "familien/<uuid:family>/traeger/<uuid:provider>/", views.provider_view, name="provider_view"
    ),
    path("unterlagen/<uuid:disclosure>/beenden/", views.disclosure_end, name="disclosure_end"),
    path(
        "unterlagen/<uuid:disclosure>/ersetzen/",
        views.disclosure_replace,
        name="disclosure_replace",
    ),
    path("familien/<uuid:family>/schutz/", views.shield, name="shield"),
]
