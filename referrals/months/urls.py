"""Addresses of the page "Stunden"."""

from django.urls import path

from referrals.months import views

urlpatterns = [
    path("stunden/", views.hours_page, name="hours"),
    path("stunden/abgeben/<uuid:provider>/<int:year>/<int:month>/", views.hand_in, name="hand_in"),
]
