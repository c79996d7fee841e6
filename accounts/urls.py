"""Addresses about access; the sign-in package's pages are mounted one by one."""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from accounts import views

urlpatterns = [
    path("", include("accounts.admissions.urls")),
    path("", include("accounts.leavings.urls")),
    path("", include("accounts.rights.urls")),
    path("", include("accounts.nominations.urls")),
    path("", include("accounts.rests.urls")),
    path("", include("accounts.single_sign_on.urls")),
    path("anmelden/", views.sign_in, name="account_login"),
    path("anmelden/als/", views.demo_people, name="demo_people"),
    path("anmelden/code/", factor_views.authenticate, name="mfa_authenticate"),
    path("anmelden/passkey/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path(
        "anmelden/beendet/",
        login_not_required(account_views.account_inactive),
        name="account_inactive",
    ),
    path("abmelden/", login_not_required(account_views.logout), name="account_logout"),
    path("einladung/<uuid:person>/<str:token>/", views.invitation, name="invitation"),
    path("bestaetigen/", account_views.reauthenticate, name="account_reauthenticate"),
    path("bestaetigen/code/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path(
        "bestaetigen/passkey/",
        passkey_views.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("", include("accounts.locks.urls")),
    path("", include("accounts.drafts.urls")),
    path("zugang/", views.account, name="account"),
    path("zugang/wieder-da/", views.end_absence, name="absence_end"),
    path("zugang/sitzungen/<int:session>/beenden/", views.end_session, name="session_end"),
    path("zugang/passwort/", account_views.password_change, name="account_change_password"),
    path("zugang/ohne-passwort/", views.without_password, name="account_set_password"),
    path("zugang/zweiter-faktor/", views.second_factors, name="mfa_index"),
    path("zugang/zweiter-faktor/app/", app_views.activate_totp, name="mfa_activate_totp"),
    path("zugang/zweiter-faktor/app/beenden/", views.to_second_factors, name="mfa_deactivate_totp"),
    path("zugang/zweiter-faktor/passkey/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("zugang/zweiter-faktor/passkeys/", views.to_second_factors, name="mfa_list_webauthn"),
    path(
        "zugang/zweiter-faktor/<int:factor>/entfernen/", views.remove_factor, name="factor_remove"
    ),
    path("zugang/notfallcodes/", code_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "zugang/notfallcodes/neu/",
        code_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]
