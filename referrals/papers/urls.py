"""Addresses of care plans on paper."""

from django.urls import path

from referrals.papers import views

VERSION = "hilfeplaene/fassung/<uuid:version>/papier/"

urlpatterns = [
    path(VERSION, views.papers, name="papers"),
    path(f"{VERSION}ansicht/", views.preview, name="paper_preview"),
    path("hilfeplaene/papier/<uuid:paper>/", views.paper, name="paper"),
]
