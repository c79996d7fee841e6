"""Addresses of coming in with an account of the town; without one in the settings none of them is there."""

from django.urls import path

from accounts.single_sign_on import views

urlpatterns = [
    path("anmelden/konto/", views.start, name="sign_on"),
    path("anmelden/konto/zurueck/", views.come_back, name="sign_on_return"),
    path("zugang/konto/verbinden/", views.bind_own, name="identity_bind"),
    path("zugang/konto/trennen/", views.release_own, name="identity_release"),
    path("zugaenge/<uuid:person>/konto/", views.enter, name="identity_enter"),
    path("zugaenge/<uuid:person>/konto/trennen/", views.release, name="identity_end"),
]
