"""Settings of the house, from the environment alone (see ``environment``).

Importing this module leaves the disk untouched: the key is made at its first use, the data
folder when the database is made ready. Variables: RELEVE_HOME, SECRET_KEY, DATABASE_URL,
RELEVE_HOSTS, RELEVE_ORIGINS, RELEVE_HTTPS, RELEVE_BEHIND_PROXY, RELEVE_API_MAX_BYTES,
RELEVE_DEBUG.
"""

from __future__ import annotations

from pathlib import Path

from django.utils.functional import lazy

from releve.house import environment

BASE_DIR = Path(__file__).resolve().parent
DATA_FOLDER = environment.data_folder()
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

SECRET_KEY = lazy(environment.secret_key, str)()
DEBUG = environment.flag("RELEVE_DEBUG")
ALLOWED_HOSTS = [*LOCAL_HOSTS, *environment.words("RELEVE_HOSTS")]
CSRF_TRUSTED_ORIGINS = environment.words("RELEVE_ORIGINS")

# No admin: it would read around the scoping of people's data.
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "releve.house",
    "releve.people",
    "releve.roster",
]

MIDDLEWARE = [
    "releve.house.middleware.ContentPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "releve.house.middleware.SpokenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "releve.house.middleware.SignedInMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "releve.house.urls"
WSGI_APPLICATION = "releve.house.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
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
API_MAX_BYTES = environment.whole_number("RELEVE_API_MAX_BYTES", default=2_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = max(2_621_440, API_MAX_BYTES)

STATIC_URL = "static/"
# The few files are found in the rooms themselves: no collecting step to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# On one's own computer there is no certificate; a named host is served over HTTPS.
HTTPS = environment.flag("RELEVE_HTTPS", default=bool(environment.words("RELEVE_HOSTS")))
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if environment.flag("RELEVE_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "releve.house.views.stale_form"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
