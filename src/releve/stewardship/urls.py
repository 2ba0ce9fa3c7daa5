"""Addresses of the room under ``/tools/``; each part keeps its own list."""

from __future__ import annotations

from django.urls import URLPattern

from releve.stewardship import register_urls

app_name = "tools"

urlpatterns: list[URLPattern] = [
    *register_urls.patterns,
]
