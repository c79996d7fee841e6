"""Addresses of the pages about access logs."""

from django.urls import path

from referrals.access_logs import views

urlpatterns = [
    path("zugriffsprotokolle/", views.access_logs, name="access_logs"),
    path("zugriffsprotokolle/<uuid:log>/", views.access_log, name="access_log"),
    path(
        "zugriffsprotokolle/<uuid:log>/entscheiden/",
        views.access_log_answer,
        name="access_log_answer",
    ),
    path(
        "zugriffsprotokolle/<uuid:log>/zuruecknehmen/",
        views.access_log_withdraw,
        name="access_log_withdraw",
    ),
]
