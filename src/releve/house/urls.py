"""Routes of the house."""

from django.urls import include, path

from releve.house.views import (
    healthz,
    home,
    metrics,
    readyz,
    set_language,
    sign_in,
    sign_out,
)

urlpatterns = [
    path("", home, name="home"),
    path("langue", set_language, name="set_language"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("wards/", include("releve.roster.urls")),
]
