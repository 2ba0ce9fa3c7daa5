"""Addresses of the room; each restores the view it names."""

from __future__ import annotations

from django.urls import path

from releve.training import views

app_name = "training"

urlpatterns = [
    path("", views.own, name="own"),
    path("modules/<slug:module>/", views.module, name="module"),
    path("modules/<slug:module>/<slug:part>/", views.part, name="part"),
    path("modules/<slug:module>/<slug:part>/begin/", views.begin, name="begin"),
    path("attempts/<int:attempt>/", views.result, name="result"),
    path("attempts/<int:attempt>/answer/", views.answer, name="answer"),
    path("attempts/<int:attempt>/delete/", views.drop, name="drop"),
    path("proofs/<int:proof>/attestation.pdf", views.attestation, name="attestation"),
    path("coverage/", views.coverage, name="coverage"),
    path("coverage.<str:ending>", views.coverage_file, name="coverage_file"),
    path("units/", views.units, name="units"),
    path("units/<int:unit>/", views.unit, name="unit"),
    path("units/<int:unit>/ask/", views.ask, name="ask"),
    path("units/<int:unit>/undo/", views.undo, name="undo"),
    path("units/<int:unit>/proofs/", views.proofs, name="proofs"),
    path("units/<int:unit>/proofs/<int:proof>/withdraw/", views.withdraw, name="withdraw"),
    path("requirements/", views.requirements, name="requirements"),
    path(
        "requirements/<int:requirement>/drop/",
        views.drop_requirement,
        name="drop_requirement",
    ),
    path("import/", views.import_file, name="import"),
]
