"""Addresses of pages about handing over."""

from django.urls import path

from referrals.handovers import views

urlpatterns = [
    path("uebergaben/", views.handovers, name="handovers"),
    path("uebergaben/<uuid:person>/", views.handover, name="handover"),
]
