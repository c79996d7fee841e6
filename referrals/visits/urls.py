"""Addresses of pages of a carer's day."""

from django.urls import path

from referrals.visits import views

urlpatterns = [
    path("mein-tag/", views.my_day, name="my_day"),
    path("stunden/buchung/<uuid:entry>/", views.correct, name="hours_correct"),
    path("termine/planen/", views.visit_new, name="visit_new"),
    path("termine/<uuid:visit>/", views.visit, name="visit"),
    path("termine/<uuid:visit>/stattgefunden/", views.hold, name="visit_hold"),
    path("termine/<uuid:visit>/nicht-angetroffen/", views.miss, name="visit_miss"),
    path("termine/<uuid:visit>/rueckgaengig/", views.undo, name="visit_undo"),
    path("termine/<uuid:visit>/absagen/", views.cancel, name="visit_cancel"),
]
