"""Addresses of pages about notes."""

from django.urls import path

from referrals.notes import views

urlpatterns = [
    path("notieren/", views.note_new, name="note_new"),
    path("notizen/", views.notes, name="notes"),
    path("notizen/anvertraut/<uuid:confided>/in-die-akte/", views.note_open, name="confided_open"),
    path("notizen/<uuid:note>/familie/", views.note_family, name="note_family"),
]
