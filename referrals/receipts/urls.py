"""Addresses of lists of recipients."""

from django.urls import path

from referrals.receipts import views

urlpatterns = [path("familien/<uuid:family>/empfaenger/", views.receipt, name="receipt")]
