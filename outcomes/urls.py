"""Addresses of the pages of reports."""

from django.urls import path

from outcomes import views

urlpatterns = [
    path("berichte/", views.reports, name="reports"),
    path("berichte/<uuid:report>/", views.report, name="report"),
    path("berichte/<uuid:report>/freigeben/", views.release, name="report_release"),
    path("berichte/<uuid:report>/zurueckgeben/", views.give_back, name="report_return"),
    path("berichte/<uuid:report>/tabelle/", views.table_file, name="report_table"),
    path("berichte/<uuid:report>/pdf/", views.paper, name="report_paper"),
]
