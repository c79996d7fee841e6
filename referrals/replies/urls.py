"""Addresses of the pages about answers."""

from django.urls import path

from referrals.replies import views
from referrals.subject_access.urls import ONE

urlpatterns = [
    path(f"{ONE}durchsicht/", views.look, name="access_look"),
]
