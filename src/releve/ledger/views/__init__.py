"""Pages of the room."""

from releve.ledger.views.changing import (
    check,
    choose,
    close_asking,
    import_file,
    open_asking,
    post,
    settle,
    withdraw,
)
from releve.ledger.views.prompts import question, stop_asking
from releve.ledger.views.units import unit, unit_figure, unit_file, units

__all__ = [
    "check",
    "choose",
    "close_asking",
    "import_file",
    "open_asking",
    "post",
    "question",
    "settle",
    "stop_asking",
    "unit",
    "unit_figure",
    "unit_file",
    "units",
    "withdraw",
]
