"""Addresses of pages about letting people in."""

from django.urls import path

from accounts.admissions import views

urlpatterns = [
    path("zugaenge/", views.accesses, name="accesses"),
    path("mitarbeitende/", views.staff, name="staff"),
    path("zugaenge/neu/", views.account_new, name="access_new"),
    path("zugaenge/liste/", views.account_list, name="access_list"),
    path("zugaenge/<uuid:person>/", views.person, name="access_of"),
    path("zugaenge/<uuid:person>/einladung/", views.invite, name="access_invite"),
]
