"""Addresses of pages on which an address is protected less, and opened by a named carer."""

from django.urls import path

from referrals.easings import views

urlpatterns = [
    path("schutz/", views.addresses_named, name="addresses_named"),
    path("schutz/<uuid:shield>/weniger/", views.shield_less, name="shield_less"),
    path("schutz/<uuid:shield>/benennen/", views.naming_new, name="naming_new"),
    path("schutz/vorschlag/<uuid:change>/ja/", views.change_confirm, name="change_confirm"),
    path("schutz/vorschlag/<uuid:change>/nein/", views.change_decline, name="change_decline"),
    path("schutz/benennung/<uuid:naming>/beenden/", views.naming_end, name="naming_end"),
    path("hilfen/<uuid:aid>/anschrift/", views.aid_address, name="aid_address"),
]
