"""Pages of the room."""

from releve.shifts.views.own import acknowledge, own, own_file
from releve.shifts.views.own_worked import (
    own_counters,
    own_counters_file,
    own_declare,
    own_extra,
    own_withdraw,
    own_worked,
)
from releve.shifts.views.unit_counters import unit_counters, unit_counters_file
from releve.shifts.views.unit_worked import (
    unit_close,
    unit_declare,
    unit_extra,
    unit_import,
    unit_month,
    unit_pay,
    unit_validate,
    unit_withdraw,
    unit_worked,
    worked_units,
)
from releve.shifts.views.units import unit, unit_figure, unit_file, units

__all__ = [
    "acknowledge",
    "own",
    "own_counters",
    "own_counters_file",
    "own_declare",
    "own_extra",
    "own_file",
    "own_withdraw",
    "own_worked",
    "unit",
    "unit_close",
    "unit_counters",
    "unit_counters_file",
    "unit_declare",
    "unit_extra",
    "unit_figure",
    "unit_file",
    "unit_import",
    "unit_month",
    "unit_pay",
    "unit_validate",
    "unit_withdraw",
    "unit_worked",
    "units",
    "worked_units",
]
