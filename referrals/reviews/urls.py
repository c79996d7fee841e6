"""Addresses of pages between two meetings."""

from django.urls import path

from referrals.reviews import views

GOAL = "hilfeplaene/fassung/<uuid:version>/ziele/<uuid:goal>/"

urlpatterns = [
    path("hilfeplaene/", views.plans, name="plans"),
    path("hilfeplaene/<uuid:plan>/", views.plan, name="plan"),
    path("hilfeplaene/<uuid:plan>/fortschreiben/", views.carry_on, name="plan_carry_on"),
    path("hilfeplaene/<uuid:plan>/vormerken/", views.point_new, name="point_new"),
    path(
        "hilfeplaene/fassung/<uuid:version>/oeffnen/<uuid:provider>/",
        views.version_open,
        name="version_open",
    ),
    path(f"{GOAL}einschaetzung/", views.goal_rate, name="goal_rate"),
    path(f"{GOAL}stand/", views.goal_settle, name="goal_settle"),
]
