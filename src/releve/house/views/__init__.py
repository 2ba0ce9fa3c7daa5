"""The pages of the house itself; every other page belongs to its room."""

from releve.house.views import jobs
from releve.house.views.help import help_chapter, help_index, style
from releve.house.views.home import home
from releve.house.views.own import look, me, set_language
from releve.house.views.probes import healthz, metrics, readyz
from releve.house.views.signing import sign_in, sign_out, stale_form

__all__ = [
    "healthz",
    "help_chapter",
    "help_index",
    "home",
    "jobs",
    "look",
    "me",
    "metrics",
    "readyz",
    "set_language",
    "sign_in",
    "sign_out",
    "stale_form",
    "style",
]
