"""Addresses of the pages of budgets."""

from django.urls import path

from providers.budgets import views

urlpatterns = [path("steuerung/", views.budgets, name="budgets")]
