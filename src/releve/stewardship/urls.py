"""Addresses of the room under ``/tools/``; each part keeps its own list."""

from __future__ import annotations

from django.urls import URLPattern

from releve.stewardship import proposal_urls, register_urls, rollout_urls

app_name = "tools"

urlpatterns: list[URLPattern] = [
    *proposal_urls.patterns,
    *register_urls.patterns,
    *rollout_urls.patterns,
    *register_urls.tool_patterns,
]

public_urls = (register_urls.public_patterns, "register")
"""What anybody may open, with its namespace."""
