"""Settings come from the environment only; a secret has no default."""

from pathlib import Path
from typing import Any

import pghistory
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from environs import Env, validate

env = Env()


def _given(name: str) -> str:
    """What has no default.  An empty line in `.env` gives nothing either."""
    return env.str(name, validate=validate.Length(min=1, error="it is empty"))


BASE_DIR = Path(__file__).resolve().parent.parent

# Local mode (`make run`, tests): embedded servers, demo sign-ins, e-mail into files, plain http.
LOCAL_MODE = env.bool("LOCAL_MODE", False)
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = _given("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS")
BASE_URL = _given("BASE_URL")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

ROOT_URLCONF = "timecount.urls"
WSGI_APPLICATION = "timecount.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "timecount",
    "accounts",
    "lists",
    "contacts",
    "customers",
    "todos",
    "documents",
    "accounts.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "timecount.apps.StaticFiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "guardian",
    "pghistory",
    "pgtrigger",
    "phonenumber_field",
    "procrastinate.contrib.django",
    "storages",
]

CSRF_FAILURE_VIEW = "timecount.failures.form_too_old"

MIDDLEWARE = [
    "todos.live.unchanged",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.view_as",
    "accounts.middleware.SignInRequired",
    "accounts.middleware.person_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.second_factor",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "timecount.jinja.environment", "context_processors": ["timecount.jinja.csrf"]},
    },
    {  # the admin's engine; nothing of ours
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# --- database -------------------------------------------------------------------------------

# Seconds; the web waits for nobody longer than this, the worker sets 0 (no limit).
STATEMENT_TIMEOUT = env.int("STATEMENT_TIMEOUT", 5)


def _database(name: str, *, pool: bool) -> dict[str, Any]:
    _given(name)
    database: dict[str, Any] = dict(env.dj_db_url(name, conn_max_age=0))
    timeouts = f"-c statement_timeout={STATEMENT_TIMEOUT}s -c lock_timeout=5s" if pool else ""
    database["ATOMIC_REQUESTS"] = False
    database["OPTIONS"] = {
        **database.get("OPTIONS", {}),
        "options": f"{timeouts} -c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1",
        **({"pool": {"min_size": 1, "max_size": 16, "timeout": 10}} if pool else {}),
        # Prepared on the second use; a hidden gain of about 1 ms a page.
        "server_side_binding": True,
        "prepare_threshold": 2,
    }
    return database


DATABASES = {
    # A role that reads and writes rows and owns nothing: what is append-only stays so.
    "default": _database("DATABASE_URL", pool=True),
}
if env.str("MIGRATE_DATABASE_URL", ""):
    DATABASES["owner"] = _database("MIGRATE_DATABASE_URL", pool=False)

# The folder of pg_dump and pg_restore, where they are not on the PATH or too old.
POSTGRES_BIN = env.str("POSTGRES_BIN", "")
# So long a backup may be restored: so long what it names stays in the bucket, and what was deleted in a backup.
BACKUP_DAYS = env.int("BACKUP_DAYS", 35, validate=validate.Range(min=1, error="it is less than 1"))

# In the database, so that limits on attempts hold over all web processes; nothing on the hot path asks it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# --- files ----------------------------------------------------------------------------------

STORAGES = {
    "default": {
        "BACKEND": "timecount.storage.Storage",
        "OPTIONS": {
            "bucket_name": _given("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT_URL", None),
            "access_key": _given("S3_ACCESS_KEY_ID"),
            "secret_key": _given("S3_SECRET_ACCESS_KEY"),
            "region_name": env.str("S3_REGION", "eu-central-1"),
            "addressing_style": env.str("S3_ADDRESSING_STYLE", "path"),
            "default_acl": None,
            "file_overwrite": False,
        },
    },
    "staticfiles": {
        # Brotli at its best takes 14 s of CPU, for nothing on the computer itself.
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if LOCAL_MODE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "var" / "static")
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("tabler", BASE_DIR / "node_modules" / "@tabler" / "core" / "dist" / "css"),
    ("inter", BASE_DIR / "node_modules" / "@fontsource" / "inter" / "files"),
]
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
MAX_DOCUMENT_BYTES = 100 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "timecount.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- people ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.RoleBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "todos:start"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None  # the person decides on the sign-in page
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# How many proxies of one's own stand before the web process: whose word on the client's address counts.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# An administrator gives the address, and the invitation went there: nothing is left to confirm.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL_MODE
MFA_TOTP_ISSUER = "Timecount"
USERSESSIONS_TRACK_ACTIVITY = False

GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
# Guardian keeps grants; who may do what is asked in accounts/access.py, never of a backend.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# --- history --------------------------------------------------------------------------------

PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_constraint=False)

# --- language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
PHONENUMBER_DEFAULT_REGION = "DE"

# --- e-mail ---------------------------------------------------------------------------------

_given("EMAIL_URL")
_email = env.dj_email_url("EMAIL_URL")
MAILERS = {
    "default": {
        "BACKEND": _email["EMAIL_BACKEND"],
        "OPTIONS": (
            {"file_path": _email["EMAIL_FILE_PATH"]}
            if _email["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
            else {
                "host": _email["EMAIL_HOST"],
                "port": _email["EMAIL_PORT"],
                "username": _email["EMAIL_HOST_USER"],
                "password": _email["EMAIL_HOST_PASSWORD"],
                "use_tls": _email["EMAIL_USE_TLS"],
                "use_ssl": _email["EMAIL_USE_SSL"],
                "timeout": 10,
            }
        ),
    }
}
DEFAULT_FROM_EMAIL = _given("DEFAULT_FROM_EMAIL")

# --- documents ------------------------------------------------------------------------------

# tcp://host:port or unix:///path of ClamAV; without it files are "not checked for viruses".
CLAMD_URL = env.str("CLAMD_URL", "")

# --- safety ---------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
if BASE_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # Every command would begin with a list of our tasks.
    "loggers": {f"procrastinate.{name}": {"level": "WARNING"} for name in ("blueprints", "periodic")},
}
