"""Addresses of photographs and files."""

from django.urls import path

from referrals.enclosures import views

urlpatterns = [
    path("familien/<uuid:family>/dateien/", views.family_files, name="family_files"),
    path("hilfen/<uuid:aid>/dateien/", views.aid_files, name="aid_files"),
    path("dateien/<uuid:enclosure>/", views.enclosure, name="enclosure"),
    path("dateien/<uuid:enclosure>/entfernen/", views.remove, name="enclosure_remove"),
]
