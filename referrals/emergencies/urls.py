"""Addresses of the pages for an emergency."""

from django.urls import path

from referrals.emergencies import views

urlpatterns = [
    path("notfall/", views.emergency_new, name="emergency_new"),
    path("notfall/<uuid:emergency>/", views.emergency, name="emergency"),
    path("notfall/<uuid:emergency>/beenden/", views.emergency_end, name="emergency_end"),
    path("notfall/<uuid:emergency>/pruefen/", views.emergency_review, name="emergency_review"),
    path("notzugriffe/", views.emergencies, name="emergencies"),
    path("bereitschaft/", views.roster, name="roster"),
    path("bereitschaft/<uuid:on_call>/beenden/", views.on_call_end, name="on_call_end"),
]
