"""Addresses of one's own news; each restores the view it names."""

from __future__ import annotations

from django.urls import path

from releve.people import views

app_name = "notices"

urlpatterns = [
    path("", views.news, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("<int:notice>/read/", views.read_one, name="read"),
    path("mail/", views.mail, name="mail"),
    path("mail/save/", views.save_mail, name="save_mail"),
    path("mail/confirm/", views.confirm, name="confirm_mail"),
    path("mail/stop/", views.stop, name="stop_mail"),
]
