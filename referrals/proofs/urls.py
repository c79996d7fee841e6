"""Address of the monthly proof."""

from django.urls import path

from referrals.proofs import views

urlpatterns = [path("nachweise/monat/", views.proof, name="proof")]
