"""Routes of the house."""

from django.urls import include, path

from releve.house.api import url_patterns
from releve.house.views import api_document, api_page, home, set_language, sign_in, sign_out
from releve.roster.views import calendar

urlpatterns = [
    path("", home, name="home"),
    path("langue", set_language, name="set_language"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("api/v1/", api_page, name="api"),
    path("api/v1/openapi.json", api_document, name="api_document"),
    path("api/v1/", include(url_patterns())),
    path("calendar/<str:secret>.ics", calendar, name="calendar"),
    path("wards/", include("releve.roster.urls")),
]
