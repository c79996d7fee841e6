"""Addresses of pages about purposes."""

from django.urls import path

from referrals.purposes import views

urlpatterns = [
    path("familien/<uuid:family>/zweck/", views.purpose_new, name="purpose_new"),
    path("nachweise/zwecke/", views.stated_purposes, name="stated_purposes"),
]
