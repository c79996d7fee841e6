"""Addresses of the pages about requests."""

from django.urls import path

from referrals.subject_access import views

ONE = "auskuenfte/<uuid:asked>/"

urlpatterns = [
    path("auskuenfte/", views.requests, name="access_requests"),
    path("auskuenfte/neu/", views.request_new, name="access_request_new"),
    path(ONE, views.one, name="access_request"),
    path(f"{ONE}identitaet/", views.identify, name="access_request_identify"),
    path(f"{ONE}familie/", views.place, name="access_request_place"),
    path(f"{ONE}umfang/", views.clarify, name="access_request_scope"),
    path(f"{ONE}frist/", views.extend, name="access_request_extend"),
    path(f"{ONE}ablehnen/", views.refuse, name="access_request_refuse"),
    path(f"{ONE}zuruecknehmen/", views.withdraw, name="access_request_withdraw"),
]
