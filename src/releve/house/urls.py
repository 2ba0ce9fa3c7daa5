"""Routes of the house."""

from django.urls import include, path

from releve.house.views import (
    healthz,
    home,
    jobs,
    metrics,
    readyz,
    set_language,
    sign_in,
    sign_out,
)
from releve.house.views.trail import agree_to_request, read_request, trail_requests

urlpatterns = [
    path("", home, name="home"),
    path("langue", set_language, name="set_language"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("trail/", trail_requests, name="trail"),
    path("trail/<int:number>/", read_request, name="trail_request"),
    path("trail/<int:number>/agree/", agree_to_request, name="trail_agree"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:job>/cancel", jobs.cancel, name="job_cancel"),
    path("jobs/<int:job>/retry", jobs.retry, name="job_retry"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("wards/", include("releve.roster.urls")),
]
