"""Addresses of the register, the intake and the controls."""

from __future__ import annotations

from django.urls import URLPattern

patterns: list[URLPattern] = []
