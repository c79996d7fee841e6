"""Addresses of pages that list and answer enquiries."""

from django.urls import path

from referrals.answers import views

urlpatterns = [
    path("anfragen/", views.enquiries_list, name="enquiries"),
    path("anfragen/antwort/<uuid:copy>/", views.copy, name="copy"),
    path("anfragen/antwort/<uuid:copy>/anbieten/", views.offer, name="offer"),
    path("anfragen/antwort/<uuid:copy>/rueckfrage/", views.ask_back, name="ask_back"),
    path("anfragen/antwort/<uuid:copy>/spaeter/", views.offer_later, name="offer_later"),
    path("anfragen/antwort/<uuid:copy>/nicht-moeglich/", views.decline, name="decline"),
    path("anfragen/antwort/<uuid:copy>/erklaeren/", views.answer_question, name="answer_question"),
]
