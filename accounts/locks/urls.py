"""Addresses of a session that locks itself."""

from django.urls import path

from accounts.locks import views

urlpatterns = [
    path("zugang/oeffnen/", views.reopen, name="reopen"),
    path("zugang/da/", views.still_here, name="still_here"),
    path("zugang/geraet/", views.device, name="device"),
]
