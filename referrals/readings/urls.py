"""Addresses of the pages over the trail."""

from django.urls import path

from referrals.readings import views

urlpatterns = [
    path("nachweise/", views.trail, name="trail"),
    path("nachweise/pruefen/", views.check_seal, name="check_seal"),
    path("nachweise/pruefungen/<uuid:check>/", views.seal_check, name="seal_check"),
    path("nachweise/zu/<uuid:thing>/", views.thing, name="trail_of"),
    path("familien/<uuid:family>/gelesen/", views.family_readings, name="family_readings"),
    path("meine-zugriffe/", views.my_readings, name="my_readings"),
]
