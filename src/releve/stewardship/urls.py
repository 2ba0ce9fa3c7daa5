"""Addresses of the room under ``/tools/``; each part keeps its own list."""

from __future__ import annotations

from django.urls import URLPattern

from releve.stewardship import proposal_urls, register_urls

app_name = "tools"

urlpatterns: list[URLPattern] = [
    *register_urls.patterns,
    *proposal_urls.patterns,
]
