"""Addresses of pages about rights and new beginnings."""

from django.urls import path

from accounts.rights import views

urlpatterns = [
    path("rechte/", views.rights, name="rights"),
    path("rechte/<uuid:place>/geprueft/", views.checked, name="rights_check"),
    path("rechte/rolle/<uuid:mandate>/", views.mark, name="rights_mark"),
    path("rechte/erledigt/<uuid:mark>/", views.settle, name="rights_settle"),
    path("rechte/buergen/<uuid:person>/", views.vouch, name="reset_vouch"),
    path("zugaenge/<uuid:person>/neubeginn/", views.ask_reset, name="reset_ask"),
    path("zugaenge/<uuid:person>/neu-beginnen/", views.reset, name="reset_do"),
]
