"""The one settings file: read once from the environment, loud when wrong; no secret has a default."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from deploy import devdb, key_settings, sign_on, uploads

BASE_DIR = Path(__file__).resolve().parent.parent


def text(name: str, default: str | None = None) -> str:
    """Read a setting from the environment, or from the file that `<name>_FILE` points to."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        msg = f"Die Einstellung {name} (oder {name}_FILE) fehlt; siehe .env.example."
        raise ImproperlyConfigured(msg)
    return value


def flag(name: str, default: str = "no") -> bool:
    """Read a yes/no setting; anything else is refused."""
    value = os.environ.get(name, default)
    if value not in {"yes", "no"}:
        msg = f"Die Einstellung {name} kennt nur yes und no."
        raise ImproperlyConfigured(msg)
    return value == "yes"


def database(url: str) -> dict[str, object]:
    """Turn a postgresql:// address into Django's form."""
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


@dataclass(frozen=True, slots=True)
class Office:
    """The office that runs this installation."""

    name: str
    street: str
    mail: str
    state: str


# --- the office -----------------------------------------------------------------------------------------------------
DEMO = flag("HILFENETZ_DEMO")
EMBEDDED = "DATABASE_URL" not in os.environ or os.environ.get("HILFENETZ_EMBEDDED") == "yes"
VAR_DIR = Path(os.environ.get("HILFENETZ_VAR", BASE_DIR / "var"))
OFFICE = Office(
    name=text("HILFENETZ_OFFICE", "Jugendamt"),
    street=text("HILFENETZ_OFFICE_STREET", ""),
    mail=text("HILFENETZ_OFFICE_MAIL", "barrierefreiheit@jugendamt.example"),
    state=text("HILFENETZ_STATE", "NW"),
)
KEY_FILE = key_settings.place(text("HILFENETZ_KEY_FILE", ""), VAR_DIR, "data.key")
VAULT = key_settings.vault(text)
SEAL_KEY_FILE = key_settings.place(text("HILFENETZ_SEAL_KEY_FILE", ""), VAR_DIR, "seal.key")
INDEX_KEY_FILE = key_settings.place(text("HILFENETZ_INDEX_KEY_FILE", ""), VAR_DIR, "index.key")
CODES_DIR, INFORMATION_DIR = BASE_DIR / "deploy/town/codes", text("HILFENETZ_INFORMATION_DIR", "")
RETENTION, KEEP_A_CENTURY = text("HILFENETZ_RETENTION", ""), flag("HILFENETZ_KEEP_A_CENTURY", "yes")
CHECKPOINT_DIR = Path(text("HILFENETZ_CHECKPOINT_DIR", str(VAR_DIR / "checkpoints")))
CHECKPOINT_DIR_2 = text("HILFENETZ_CHECKPOINT_DIR_2", "")
CHECKPOINT_MAIL = text("HILFENETZ_CHECKPOINT_MAIL", "")
FILES_DIR, CLAMD, LARGEST_FILE = uploads.read(text, VAR_DIR)
ANSWER_WORKING_DAYS, REVIEW_REPORT_DAYS = 3, 14
SETTLEMENT_DAYS, LATE_ENTRY_DAYS = 30, 10
NO_SHOW_MINUTES, MIN_FREQUENCY = 60, 5

# --- Django ---------------------------------------------------------------------------------------------------------
SECRET_KEY = text("HILFENETZ_SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = text("HILFENETZ_HOSTS", "127.0.0.1,localhost").split(",")
SECURE = not flag("HILFENETZ_PLAIN_HTTP")
ROOT_URLCONF = "deploy.urls"
WSGI_APPLICATION = "deploy.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "deploy",
    "outcomes",
    "referrals",
    "providers",
    "accounts",
    "protection",
    "audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "procrastinate.contrib.django",
    # Only for the base class of hand-given exceptions; its own tables stay empty.
    "guardian",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False

MIDDLEWARE = [
    "deploy.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.ActorMiddleware",
    "accounts.locks.middleware.LockMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "deploy.middleware.OneTransactionMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "deploy" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "deploy.frame.frame",
                "deploy.frame.kept_drafts",
            ],
        },
    },
]
FORM_RENDERER = "deploy.forms.KernRenderer"

# --- database -------------------------------------------------------------------------------------------------------
DATABASES = {"default": database(os.environ.get("DATABASE_URL") or devdb.url("app"))}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # The default of 300 would let a flood of attempts push out the counters that lock.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# --- people ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.adapters.GuessedPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # how long an invitation is good
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,6/15m/key"}
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.ConfirmForm",
    "change_password": "accounts.forms.ChangePasswordForm",
}
# How many proxies of our own stand in front; from them the address of the browser is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(text("HILFENETZ_PROXIES", "0"))
# Coming in with an account of the town; none where nothing is set.
SIGN_ON = sign_on.read(text)
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.ConfirmCodeForm",
    "activate_totp": "accounts.forms.EnrolAppForm",
    "add_webauthn": "accounts.forms.NewPasskeyForm",
    "login_webauthn": "accounts.forms.SignInPasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.ConfirmPasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = False
MFA_TOTP_ISSUER = "Hilfenetz"
# A code is remembered as used for one period only: with more tolerance it would be good twice.
MFA_TOTP_TOLERANCE = 0
# A page that is read writes nothing but its trace.
USERSESSIONS_TRACK_ACTIVITY = False

# --- what the browser is told -----------------------------------------------------------------------------------------
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_SERIALIZER = "accounts.adapters.SealedSessionSerializer"
# A session ends after twelve hours; the last half hour says so.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_ENDS_SOON_SECONDS = 30 * 60
# After so many minutes without a request the page is locked: a PC of the office (whose own screen
# lock comes earlier), a service phone, any other device.
LOCK_MINUTES = {
    "desk": int(text("HILFENETZ_LOCK_DESK_MINUTES", "60")),
    "phone": int(text("HILFENETZ_LOCK_PHONE_MINUTES", "5")),
    "foreign": int(text("HILFENETZ_LOCK_FOREIGN_MINUTES", "10")),
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
# `no-referrer` makes Chromium send `Origin: null`, and every form without JavaScript would be refused.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF, *(SIGN_ON.form_targets if SIGN_ON else ())],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
CSRF_FAILURE_VIEW = "deploy.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [origin for origin in text("HILFENETZ_ORIGINS", "").split(",") if origin]

# --- texts, static files, mail, logs ---------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
FILE_UPLOAD_HANDLERS = ["deploy.receiving.InMemoryHandler"]
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
# What papers may use; the same style sheet is given out for their preview.
PRINT_DIR = BASE_DIR / "deploy" / "print"
STATICFILES_DIRS = [BASE_DIR / "deploy" / "static", ("print", PRINT_DIR)]
STATICFILES_FINDERS = [
    "deploy.finders.NodeFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MAILERS = {
    "default": {
        "BACKEND": text("HILFENETZ_MAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend"),
    },
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"out": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["out"], "level": "WARNING"},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# Its backend answers without looking at the last day of an exception; the gate asks the rows.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
