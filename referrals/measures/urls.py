"""Addresses of the pages about immediate measures."""

from django.urls import path

from referrals.measures import views

urlpatterns = [
    path("sofortmassnahme/", views.measure_new, name="measure_new"),
    path("sofortmassnahmen/", views.measures, name="measures"),
    path("sofortmassnahmen/<uuid:measure>/", views.measure, name="measure"),
    path("sofortmassnahmen/<uuid:measure>/beleg/", views.measure_receipt, name="measure_receipt"),
]
