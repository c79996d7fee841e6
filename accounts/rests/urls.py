"""The address of roles that rest."""

from django.urls import path

from accounts.rests import views

urlpatterns = [path("rechte/ruhend/<uuid:rest>/", views.rest, name="rest")]
