"""Routes of the house."""

from django.urls import include, path

from releve.house.views import (
    help_chapter,
    help_index,
    home,
    look,
    me,
    set_language,
    sign_in,
    sign_out,
    style,
)
from releve.roster.urls import own_patterns

urlpatterns = [
    path("", home, name="home"),
    path("langue", set_language, name="set_language"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("me/", me, name="me"),
    path("me/look/", look, name="look"),
    path("help/", help_index, name="help"),
    path("help/<slug:room>/", help_chapter, name="help_chapter"),
    path("style/", style, name="style"),
    path("planning/", include((own_patterns, "planning"))),
    path("wards/", include("releve.roster.urls")),
]
