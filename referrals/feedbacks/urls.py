"""Addresses of pages about feedback to those who reported."""

from django.urls import path

from referrals.feedbacks import views

urlpatterns = [
    path("meldungen/<uuid:intake>/rueckmeldung/", views.feedback, name="intake_feedback"),
]
