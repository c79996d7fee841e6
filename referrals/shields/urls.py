"""Addresses of pages about protected addresses, and of pages on which people come and move."""

from django.urls import path

from referrals.shields import views

urlpatterns = [
    path("familien/<uuid:family>/umzug/", views.move, name="family_move"),
    path("familien/<uuid:family>/anschrift/", views.address_show, name="address_show"),
    path("schutz/<uuid:shield>/anschrift/", views.shield_show, name="shield_show"),
    path("schutz/<uuid:shield>/staerker/", views.shield_strengthen, name="shield_strengthen"),
    path("schutz/<uuid:shield>/verlaengern/", views.shield_renew, name="shield_renew"),
]
