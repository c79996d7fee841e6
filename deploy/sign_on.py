"""Single sign-on of one installation: whose accounts count, how we are known there, what its words for
two factors are.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from accounts.single_sign_on.sums import SignOn, is_safe


def read(text: Callable[[str, str | None], str]) -> SignOn | None:
    """Read it from the environment; without an issuer there is none.

    Raises:
        ImproperlyConfigured: half of it is there, or the issuer is no https address.
    """
    issuer = text("HILFENETZ_OIDC_ISSUER", "")
    if not issuer:
        return None
    if not is_safe(issuer) or urlsplit(issuer).query or urlsplit(issuer).fragment:
        raise ImproperlyConfigured("HILFENETZ_OIDC_ISSUER muss mit https:// beginnen.")
    return SignOn(
        issuer=issuer,
        client_id=text("HILFENETZ_OIDC_CLIENT_ID", None),
        client_secret=text("HILFENETZ_OIDC_CLIENT_SECRET", None),
        name=text("HILFENETZ_OIDC_NAME", "Verwaltungskonto"),
        strong=frozenset(text("HILFENETZ_OIDC_STRONG", "").replace(",", " ").split()),
        origins=tuple(text("HILFENETZ_OIDC_ORIGINS", "").replace(",", " ").split()),
    )
