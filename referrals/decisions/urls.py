"""Addresses of pages on which decisions are laid before the approver."""

from django.urls import path

from referrals.decisions import views

urlpatterns = [
    path("anfragen/vorgang/<uuid:matter>/hilfe/", views.decision_propose, name="decision_propose"),
    path("hilfen/<uuid:aid>/aendern/", views.decision_new, name="decision_new"),
    path("freigaben/<uuid:decision>/zurueckziehen/", views.withdraw, name="decision_withdraw"),
]
