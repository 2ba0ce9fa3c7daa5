"""The pages of the house itself; every other page belongs to its room."""

from releve.house.views.home import home
from releve.house.views.own_access import (
    close_calendar,
    create_token,
    open_calendar,
    own_access,
    revoke_token,
)
from releve.house.views.signing import set_language, sign_in, sign_out, stale_form

__all__ = [
    "close_calendar",
    "create_token",
    "home",
    "open_calendar",
    "own_access",
    "revoke_token",
    "set_language",
    "sign_in",
    "sign_out",
    "stale_form",
]
