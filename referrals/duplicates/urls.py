"""Addresses of pages on which people come into a file, after a look whether they are known."""

from django.urls import path

from referrals.duplicates import views

urlpatterns = [
    path("familien/anlegen/", views.family_new, name="family_new"),
    path("familien/<uuid:family>/person/", views.person_new, name="person_new"),
]
