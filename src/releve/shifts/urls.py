"""Addresses of the room; each restores the view it names."""

from __future__ import annotations

from django.urls import path

from releve.shifts import views

app_name = "shifts"

urlpatterns = [
    path("", views.own, name="own"),
    path("rhythm.<str:ending>", views.own_file, name="own_file"),
    path("changes/<int:change>/", views.acknowledge, name="acknowledge"),
    path("units/", views.units, name="units"),
    path("units/<int:unit>/", views.unit, name="unit"),
    path("units/<int:unit>/load.svg", views.unit_figure, name="unit_figure"),
    path("units/<int:unit>/load.<str:ending>", views.unit_file, name="unit_file"),
]
