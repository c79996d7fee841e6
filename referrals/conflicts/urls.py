"""Addresses of pages about conflicts of interest."""

from django.urls import path

from referrals.conflicts import views

urlpatterns = [
    path(
        "familien/<uuid:family>/ich-kenne-diese-familie/",
        views.conflict_declare,
        name="conflict_declare",
    ),
    path("familien/<uuid:family>/befangenheit/", views.conflict_enter, name="conflict_enter"),
    path("befangenheiten/leitung/<uuid:family>/", views.lead_elsewhere, name="lead_elsewhere"),
    path("befangenheiten/", views.conflicts, name="conflicts"),
    path("befangenheiten/<uuid:conflict>/aufheben/", views.conflict_lift, name="conflict_lift"),
]
