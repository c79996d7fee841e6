"""At the edge: whoever's roles rest comes to the own access and no further."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.middleware import SignedInRequest

# What opens while the roles rest: the own access, and the doors. Neither drafts nor own readings.
OWN = frozenset(
    (
        *("account", "absence_end", "session_end", "device", "factor_remove", "mfa_index"),
        *("reopen", "still_here", "account_set_password", "account_change_password"),
        *("mfa_deactivate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp"),
        *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate"),
        *("mfa_reauthenticate_webauthn", "account_reauthenticate", "identity_release"),
    )
)


def keep_out(request: SignedInRequest, *, is_open: bool) -> HttpResponse | None:
    """Lead whoever's roles rest to the own page; anything but the own access is not there for them.

    `is_open` tells that the page opens to strangers too.
    """
    if not request.actor.rests or is_open:
        return None
    name = request.resolver_match.url_name if request.resolver_match else None
    if name in OWN:
        return None
    if name == "today" and request.method == "GET":
        return redirect("account")
    raise Http404
