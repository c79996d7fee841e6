"""Addresses of pages about helps."""

from django.urls import path

from referrals.aids import views

urlpatterns = [
    path("hilfen/", views.aids, name="aids"),
    path("hilfen/<uuid:aid>/beginn/", views.begin, name="aid_begin"),
    path("hilfen/anteile/<uuid:share>/fachkraft/", views.carer_new, name="carer_new"),
]
