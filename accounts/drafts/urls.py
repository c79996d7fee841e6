"""Addresses of the own drafts."""

from django.urls import path

from accounts.drafts import views

urlpatterns = [
    path("zugang/entwuerfe/", views.drafts, name="drafts"),
    path("zugang/entwuerfe/<uuid:kept>/verwerfen/", views.discard, name="draft_discard"),
]
