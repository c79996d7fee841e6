"""Addresses of the pages about what families are told of their data."""

from django.urls import path

from referrals.information import views

urlpatterns = [
    path("familien/<uuid:family>/informationsblatt/", views.information, name="information"),
    path(
        "familien/<uuid:family>/informationsblatt/pdf/",
        views.information_paper,
        name="information_paper",
    ),
]
