"""Addresses of the page for notices."""

from django.urls import path

from referrals.notices import views

urlpatterns = [path("bewilligungen/", views.notices, name="notices")]
