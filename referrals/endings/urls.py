"""Addresses of the page on which a help ends."""

from django.urls import path

from referrals.endings import views

urlpatterns = [
    path("hilfen/<uuid:aid>/ende/", views.ending_new, name="ending_new"),
]
