"""Addresses of the room; each restores the view it names."""

from __future__ import annotations

from django.urls import path

from releve.ledger import views

app_name = "ledger"

urlpatterns = [
    path("", views.units, name="units"),
    path("question/", views.question, name="question"),
    path("question/stop/", views.stop_asking, name="stop_asking"),
    path("<int:unit>/", views.unit, name="unit"),
    path("<int:unit>/ledger.svg", views.unit_figure, name="unit_figure"),
    path("<int:unit>/ledger.<str:ending>", views.unit_file, name="unit_file"),
    path("<int:unit>/settle/", views.settle, name="settle"),
    path("<int:unit>/post/", views.post, name="post"),
    path("<int:unit>/choose/", views.choose, name="choose"),
    path("<int:unit>/spendings/<int:spending>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:unit>/spendings/<int:spending>/check/", views.check, name="check"),
    path("<int:unit>/asking/", views.open_asking, name="open_asking"),
    path("<int:unit>/asking/<int:period>/close/", views.close_asking, name="close_asking"),
    path("<int:unit>/import/", views.import_file, name="import_file"),
]
