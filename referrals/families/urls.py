"""Addresses of pages that open and complete a family's file."""

from django.urls import path

from referrals.families import views

urlpatterns = [
    path("familien/<uuid:family>/zweite-fachkraft/", views.second_worker, name="second_worker"),
    path("familien/<uuid:family>/uebergabe/", views.hand_over, name="family_hand_over"),
]
