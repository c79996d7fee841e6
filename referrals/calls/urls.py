"""Addresses of pages about what may be said on the telephone."""

from django.urls import path

from referrals.calls import views

urlpatterns = [
    path("familien/<uuid:family>/am-telefon/", views.call_word, name="call_word"),
    path("am-telefon/<uuid:word>/beenden/", views.call_word_end, name="call_word_end"),
]
