"""Addresses of the pages on the way of a family."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("referrals.aids.urls")),
    path("", include("referrals.approvals.urls")),
    path("", include("referrals.decisions.urls")),
    path("", include("referrals.easings.urls")),
    path("", include("referrals.emergencies.urls")),
    path("", include("referrals.endings.urls")),
    path("", include("referrals.families.urls")),
    path("", include("referrals.conflicts.urls")),
    path("", include("referrals.stand_ins.urls")),
    path("", include("referrals.bases.urls")),
    path("", include("referrals.handovers.urls")),
    path("", include("referrals.calls.urls")),
    path("", include("referrals.hours.urls")),
    path("", include("referrals.months.urls")),
    path("", include("referrals.intakes.urls")),
    path("", include("referrals.notes.urls")),
    path("", include("referrals.overview.urls")),
    path("", include("referrals.papers.urls")),
    path("", include("referrals.plans.urls")),
    path("", include("referrals.readings.urls")),
    path("", include("referrals.recipients.urls")),
    path("", include("referrals.reviews.urls")),
    path("", include("referrals.shields.urls")),
    path("", include("referrals.enquiries.urls")),
    path("", include("referrals.answers.urls")),
    path("", include("referrals.choices.urls")),
    path("", include("referrals.disclosures.urls")),
    path("", include("referrals.visits.urls")),
]
