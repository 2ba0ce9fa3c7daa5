"""Addresses of the room; each restores the view it names."""

from __future__ import annotations

from django.urls import path

from releve.shifts import views

app_name = "shifts"

urlpatterns = [
    path("", views.own, name="own"),
    path("rhythm.<str:ending>", views.own_file, name="own_file"),
    path("changes/<int:change>/", views.acknowledge, name="acknowledge"),
    path("worked/", views.own_worked, name="own_worked"),
    path("worked/declare/", views.own_declare, name="own_declare"),
    path("worked/extra/", views.own_extra, name="own_extra"),
    path("worked/<int:row>/withdraw/", views.own_withdraw, name="own_withdraw"),
    path("counters/", views.own_counters, name="own_counters"),
    path("counters.<str:ending>", views.own_counters_file, name="own_counters_file"),
    path("worked/units/", views.worked_units, name="worked_units"),
    path("units/", views.units, name="units"),
    path("units/<int:unit>/", views.unit, name="unit"),
    path("units/<int:unit>/load.svg", views.unit_figure, name="unit_figure"),
    path("units/<int:unit>/load.<str:ending>", views.unit_file, name="unit_file"),
    path("units/<int:unit>/worked/", views.unit_worked, name="unit_worked"),
    path("units/<int:unit>/worked/month/", views.unit_month, name="unit_month"),
    path("units/<int:unit>/worked/declare/", views.unit_declare, name="unit_declare"),
    path("units/<int:unit>/worked/extra/", views.unit_extra, name="unit_extra"),
    path("units/<int:unit>/worked/<int:row>/withdraw/", views.unit_withdraw, name="unit_withdraw"),
    path("units/<int:unit>/worked/validate/", views.unit_validate, name="unit_validate"),
    path("units/<int:unit>/worked/close/", views.unit_close, name="unit_close"),
    path("units/<int:unit>/worked/import/", views.unit_import, name="unit_import"),
    path("units/<int:unit>/pay.<str:ending>", views.unit_pay, name="unit_pay"),
    path("units/<int:unit>/counters/", views.unit_counters, name="unit_counters"),
    path(
        "units/<int:unit>/counters.<str:ending>",
        views.unit_counters_file,
        name="unit_counters_file",
    ),
]
