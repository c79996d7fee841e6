"""Addresses of pages about what was confided."""

from django.urls import path

from referrals.confidences import views

urlpatterns = [
    path("notizen/anvertraut/", views.confided, name="confided"),
    path(
        "notizen/anvertraut/<uuid:confided>/noch-noetig/",
        views.confided_keep,
        name="confided_keep",
    ),
    path(
        "notizen/anvertraut/<uuid:confided>/weitergeben/",
        views.confided_release,
        name="confided_release",
    ),
    path("familien/<uuid:family>/versiegeltes/", views.unsealing_new, name="unsealing_new"),
    path("versiegeltes/", views.unsealings, name="unsealings"),
    path("versiegeltes/<uuid:unsealing>/zustimmen/", views.unsealing_agree, name="unsealing_agree"),
    path(
        "versiegeltes/<uuid:unsealing>/zuruecknehmen/",
        views.unsealing_take_back,
        name="unsealing_take_back",
    ),
    path(
        "versiegeltes/<uuid:unsealing>/ablehnen/", views.unsealing_refuse, name="unsealing_refuse"
    ),
]
