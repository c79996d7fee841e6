"""Addresses of pages that write and send an enquiry."""

from django.urls import path

from referrals.enquiries import views

urlpatterns = [
    path("familien/<uuid:family>/anfrage/", views.enquiry_new, name="enquiry_new"),
    path("anfragen/<uuid:enquiry>/aendern/", views.enquiry_change, name="enquiry_change"),
    path("anfragen/<uuid:enquiry>/senden/", views.enquiry_send, name="enquiry_send"),
    path("anfragen/<uuid:enquiry>/beenden/", views.enquiry_close, name="enquiry_close"),
]
