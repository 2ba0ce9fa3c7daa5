"""Where this installation's pages are, as somebody types it."""

from __future__ import annotations

from django.conf import settings


def site_address() -> str:
    """Return the address of the pages without the final stroke, as in ``https://releve.ch``."""
    own = [host for host in settings.ALLOWED_HOSTS if host not in settings.LOCAL_HOSTS]
    if not own:
        return "http://127.0.0.1:8000"
    return f"{'https' if settings.HTTPS else 'http'}://{own[0]}"
