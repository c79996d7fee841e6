"""Addresses of pages on which decisions are released."""

from django.urls import path

from referrals.approvals import views

urlpatterns = [
    path("freigaben/<uuid:decision>/", views.decision, name="decision"),
    path("freigaben/<uuid:decision>/freigeben/", views.approve, name="decision_approve"),
    path("freigaben/<uuid:decision>/zurueckgeben/", views.give_back, name="decision_return"),
    path("freigaben/<uuid:decision>/ueberarbeiten/", views.revise, name="decision_revise"),
    path("hilfen/<uuid:aid>/entscheidungen/", views.of_aid, name="decisions"),
]
