"""Routes of the house."""

from django.urls import include, path

from releve.house import views
from releve.house.api import api_document, api_page, url_patterns
from releve.house.views import home, set_language, sign_in, sign_out
from releve.roster.views import calendar

urlpatterns = [
    path("", home, name="home"),
    path("langue", set_language, name="set_language"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("api/v1/", api_page, name="api"),
    path("api/v1/openapi.json", api_document, name="api_document"),
    path("api/v1/", include(url_patterns())),
    path("me/access/", views.own_access, name="own_access"),
    path("me/access/tokens/", views.create_token, name="create_token"),
    path("me/access/tokens/<int:token>/revoke/", views.revoke_token, name="revoke_token"),
    path("me/access/calendar/", views.open_calendar, name="open_calendar"),
    path("me/access/calendar/close/", views.close_calendar, name="close_calendar"),
    path("calendar/<str:secret>.ics", calendar, name="calendar"),
    path("wards/", include("releve.roster.urls")),
]
