"""Addresses of the pages about what an answer shows."""

from django.urls import path

from referrals.redactions import views
from referrals.subject_access.urls import ONE

urlpatterns = [
    path(f"{ONE}zusammenstellen/", views.collect, name="access_collect"),
    path(f"{ONE}inhalt/", views.items, name="access_items"),
    path(f"{ONE}vorlegen/", views.submit, name="access_submit"),
    path(f"{ONE}rechtlich/", views.advise, name="access_advise"),
    path(f"{ONE}zurueckholen/", views.take_back, name="access_take_back"),
    path("auskuenfte/angabe/<uuid:item>/", views.item, name="access_item"),
]
