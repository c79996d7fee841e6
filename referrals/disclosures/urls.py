"""Addresses of pages about what providers are told."""

from django.urls import path

from referrals.disclosures import views

urlpatterns = [
    path("anfragen/<uuid:enquiry>/zurueckziehen/", views.enquiry_withdraw, name="enquiry_withdraw"),
    path("anfragen/antwort/<uuid:copy>/freigeben/", views.disclosure_new, name="disclosure_new"),
    path(
        "anfragen/antwort/<uuid:copy>/unterlagen/",
        views.disclosure_of_copy,
        name="disclosure_of_copy",
    ),
    path("familien/<uuid:family>/freigeben/", views.disclosure_direct, name="disclosure_direct"),
    path("unterlagen/", views.received, name="received"),
    path("unterlagen/<uuid:disclosure>/", views.disclosure, name="disclosure"),
    path(
        "unterlagen/<uuid:disclosure>/ablehnen/", views.disclosure_refuse, name="disclosure_refuse"
    ),
]
