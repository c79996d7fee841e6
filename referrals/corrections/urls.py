"""Addresses of pages about what is wrong and what is not used any more."""

from django.urls import path

from referrals.corrections import views

urlpatterns = [
    path("familien/<uuid:family>/angaben/", views.corrections, name="corrections"),
    path("familien/<uuid:family>/angaben/bestreiten/", views.dispute_new, name="dispute_new"),
    path(
        "familien/<uuid:family>/angaben/einschraenken/",
        views.restriction_new,
        name="restriction_new",
    ),
    path("angaben/bestritten/<uuid:dispute>/", views.dispute, name="dispute"),
    path("angaben/bestritten/<uuid:dispute>/mitgeteilt/", views.dispute_told, name="dispute_told"),
    path("angaben/eingeschraenkt/<uuid:restriction>/", views.restriction, name="restriction"),
    path(
        "angaben/eingeschraenkt/<uuid:restriction>/aufheben/",
        views.restriction_lift,
        name="restriction_lift",
    ),
]
