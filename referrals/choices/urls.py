"""Addresses of pages on which offers are compared and chosen."""

from django.urls import path

from referrals.choices import views

urlpatterns = [
    path("anfragen/<uuid:enquiry>/", views.enquiry, name="enquiry"),
    path("anfragen/<uuid:enquiry>/auswahl/", views.enquiry_choose, name="enquiry_choose"),
]
