"""Routes of the house."""

from django.urls import path
from django.views.i18n import set_language

from releve.house.views import home

urlpatterns = [
    path("", home, name="home"),
    path("langue", set_language, name="set_language"),
]
