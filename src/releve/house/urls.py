"""Routes of the house."""

from django.urls import include, path

from releve.house.views import home, jobs, set_language, sign_in, sign_out

urlpatterns = [
    path("", home, name="home"),
    path("langue", set_language, name="set_language"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:job>/cancel", jobs.cancel, name="job_cancel"),
    path("jobs/<int:job>/retry", jobs.retry, name="job_retry"),
    path("wards/", include("releve.roster.urls")),
]
