"""Settings of the house, from the environment alone (see ``environment``).

Importing this module leaves the disk untouched: the key is made at its first use, the data
folder when the database is made ready. The variables stand in ``variables/declared``; a value
that means nothing is one sentence here, before anything has begun. Those of the sign-in are
used in ``identity_settings``.
"""

from __future__ import annotations

from pathlib import Path

from django.utils.functional import lazy

from releve.house import environment
from releve.house.identity_settings import *  # noqa: F403 - Django reads settings by name from one module
from releve.house.monitoring.logs import logging_of
from releve.jobs.vocabulary import QUEUES

environment.check_all()

BASE_DIR = Path(__file__).resolve().parent
DATA_FOLDER = environment.data_folder()
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

SECRET_KEY = lazy(environment.secret_key, str)()
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
DEBUG = environment.flag("RELEVE_DEBUG")
NAMED_HOSTS = environment.words("RELEVE_HOSTS")
ALLOWED_HOSTS = [*LOCAL_HOSTS, *NAMED_HOSTS]
CSRF_TRUSTED_ORIGINS = environment.words("RELEVE_ORIGINS")

# No admin: it would read around the scoping of people's data.
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "releve.house",
    "releve.trail",
    "releve.jobs",
    "releve.people",
    "releve.shifts",
    "releve.ledger",
    "releve.training",
    "releve.stewardship",
    "releve.roster",
]

MIDDLEWARE = [
    "releve.house.monitoring.requests.RequestRecordMiddleware",
    "releve.house.middleware.ContentPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "releve.house.middleware.OwnLanguageMiddleware",
    "releve.house.middleware.SpokenLanguageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "releve.house.session_rules.SessionRulesMiddleware",
    "releve.house.middleware.SignedInMiddleware",
    "releve.house.middleware.RefusalMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "releve.house.urls"
WSGI_APPLICATION = "releve.house.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "releve.house.frame.frame",
            ],
        },
    },
]

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_CHECKS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_CHECKS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": f"{_CHECKS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_CHECKS}.CommonPasswordValidator"},
    {"NAME": f"{_CHECKS}.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# One shift and its handover, counted from the sign-in: ward computers are shared.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# French first; a browser that asks for English gets it.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# What the API reads at most; the framework's own limit must not be below.
API_MAX_BYTES = environment.bytes_of("RELEVE_API_MAX_BYTES", default=2_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = max(2_621_440, API_MAX_BYTES)

STATIC_URL = "static/"
# The few files are found in the rooms themselves: no collecting step to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# On one's own computer there is no certificate; a named host is served over HTTPS.
HTTPS = environment.flag("RELEVE_HTTPS", default=bool(NAMED_HOSTS))
BEHIND_PROXY = environment.flag("RELEVE_BEHIND_PROXY")
SECURE_SSL_REDIRECT = HTTPS
# Whoever watches the server asks it directly, without the proxy that speaks HTTPS.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "releve.house.views.stale_form"

# The key lies outside the database: who can write there must not be able to sign.
TRAIL_KEY_FILE = environment.file("RELEVE_TRAIL_KEY_FILE", default="trail_key")
TRAIL_HEADS_FILE = environment.file("RELEVE_TRAIL_HEADS_FILE", default="trail_heads")
TRAIL_SPOOL_FOLDER = DATA_FOLDER / "trail-spool"

# Background work, in the same database; see the room of jobs.
TASKS = {"default": {"BACKEND": "releve.jobs.backend.Backend", "QUEUES": list(QUEUES)}}
# Third parties' tools are called at these hosts alone, whatever the register says.
TOOL_HOSTS = environment.words("RELEVE_TOOL_HOSTS")
TOOL_SECONDS = environment.number("RELEVE_TOOL_SECONDS", default=60.0)
JOBS_LEASE_SECONDS = environment.number("RELEVE_LEASE_SECONDS", default=20.0)

# What is held on people goes when its time is over, daily where the hospital says so.
PURGE = environment.flag("RELEVE_PURGE")
RETENTION_FILE = environment.own_file("RELEVE_RETENTION_FILE")

# Training modules of the hospital's own, beside those that ship.
MODULES_FOLDER = environment.own_file("RELEVE_MODULES")

METRICS_TOKEN = environment.text("RELEVE_METRICS_TOKEN")

_MAIL = environment.mail()
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST = _MAIL.get("EMAIL_HOST", "")
EMAIL_FILE_PATH = _MAIL.get("EMAIL_FILE_PATH")
EMAIL_PORT = _MAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _MAIL.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = _MAIL.get("EMAIL_TIMEOUT", 10)
DEFAULT_FROM_EMAIL = environment.text("RELEVE_MAIL_FROM") or "releve@localhost"

_LOG = environment.choice("RELEVE_LOG", default="text")
LOGGING = logging_of(
    form=_LOG,
    level=environment.choice("RELEVE_LOG_LEVEL", default="info" if _LOG == "json" else "warning"),
)
