"""Addresses of pages on which a care plan is written, agreed on and put in force."""

from django.urls import path

from referrals.plans import views

VERSION = "hilfeplaene/fassung/<uuid:version>/"

urlpatterns = [
    path("hilfen/<uuid:aid>/hilfeplan/", views.plan_new, name="plan_new"),
    path(VERSION, views.version, name="version"),
    path(f"{VERSION}texte/", views.write, name="version_write"),
    path(f"{VERSION}ziele/neu/", views.goal_new, name="goal_new"),
    path(f"{VERSION}ziele/<uuid:goal>/", views.goal_reword, name="goal_reword"),
    path(f"{VERSION}ziele/<uuid:goal>/entfernen/", views.goal_remove, name="goal_remove"),
    path(f"{VERSION}ziele/<uuid:goal>/aufgabe/", views.task_new, name="task_new"),
    path(f"{VERSION}aufgaben/<uuid:task>/entfernen/", views.task_remove, name="task_remove"),
    path(f"{VERSION}zur-durchsicht/", views.circulate, name="version_circulate"),
    path(f"{VERSION}zurueck/", views.take_back, name="version_take_back"),
    path(f"{VERSION}unterschriften/neu/", views.signature_new, name="signature_new"),
    path(f"{VERSION}unterschriften/<uuid:signature>/", views.signature, name="signature"),
    path(f"{VERSION}in-kraft/", views.put_in_force, name="version_in_force"),
]
