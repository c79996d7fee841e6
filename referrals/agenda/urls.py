"""Address of the first page."""

from django.urls import path

from referrals.agenda import views

urlpatterns = [
    path("", views.today, name="today"),
]
