"""Where every page of the service has its address."""

from django.urls import include, path

from deploy import pages

handler400 = "deploy.errors.bad_request"
handler403 = "deploy.errors.permission_denied"
handler404 = "deploy.errors.not_found"
handler500 = "deploy.errors.server_error"

urlpatterns = [
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
    path("ueber/", pages.about, name="about"),
    path("", pages.today, name="today"),
    path("freigaben/", pages.approvals, name="approvals"),
    path("", include("accounts.urls")),
    path("", include("referrals.urls")),
    path("", include("outcomes.urls")),
    path("", include("providers.urls")),
]
