"""Addresses of the pages about the end of a case."""

from django.urls import path

from referrals.closings import views

urlpatterns = [
    path("familien/<uuid:family>/vorgang/", views.closing, name="closing"),
    path("familien/<uuid:family>/vorgang/neu/", views.case_open, name="case_open"),
]
