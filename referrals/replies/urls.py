"""Addresses of the pages about answers."""

from django.urls import path

from referrals.replies import views
from referrals.subject_access.urls import ONE

urlpatterns = [
    path(f"{ONE}durchsicht/", views.look, name="access_look"),
    path(f"{ONE}unterlagen/", views.reply, name="access_reply"),
    path(f"{ONE}unterlagen/auskunft.pdf/", views.file, {"kind": "paper"}, name="access_paper"),
    path(f"{ONE}unterlagen/auskunft.json/", views.file, {"kind": "record"}, name="access_record"),
    path(f"{ONE}unterlagen/anschreiben.pdf/", views.file, {"kind": "letter"}, name="access_letter"),
]
