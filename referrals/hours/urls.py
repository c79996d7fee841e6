"""Addresses of pages about hours."""

from django.urls import path

from referrals.hours import views

urlpatterns = [
    path("stunden/buchen/", views.hours_new, name="hours_new"),
    path("stunden/team/", views.hours_team, name="hours_team"),
    path("stunden/hilfe/<uuid:aid>/", views.aid_hours, name="aid_hours"),
]
