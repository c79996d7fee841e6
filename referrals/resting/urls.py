"""Addresses of the pages about files that rest."""

from django.urls import path

from referrals.resting import views

urlpatterns = [
    path("eingeschraenkte-akten/", views.resting, name="resting"),
    path(
        "eingeschraenkte-akten/<uuid:inspection>/",
        views.inspection_answer,
        name="inspection_answer",
    ),
]
