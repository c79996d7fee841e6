"""Addresses of the pages of the register."""

from django.urls import path

from providers.register import views

urlpatterns = [path("sozialraeume/", views.town, name="town")]
