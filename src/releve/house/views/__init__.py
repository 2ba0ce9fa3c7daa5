"""The pages of the house itself; every other page belongs to its room."""

from releve.house.views import jobs
from releve.house.views.home import home
from releve.house.views.probes import healthz, metrics, readyz
from releve.house.views.signing import set_language, sign_in, sign_out, stale_form

__all__ = [
    "healthz",
    "home",
    "jobs",
    "metrics",
    "readyz",
    "set_language",
    "sign_in",
    "sign_out",
    "stale_form",
]
