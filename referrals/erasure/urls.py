"""Addresses of the pages about erasing."""

from django.urls import path

from referrals.erasure import views

urlpatterns = [
    path("loeschungen/", views.erasures, name="erasures"),
    path("loeschungen/angebot/", views.archive_offer, name="archive_offer"),
    path("loeschungen/<uuid:erasure>/", views.erasure, name="erasure"),
    path("loeschungen/<uuid:erasure>/aussetzen/", views.hold_new, name="hold_new"),
    path("loeschungen/<uuid:erasure>/zurueck/", views.erasure_take_back, name="erasure_take_back"),
]
