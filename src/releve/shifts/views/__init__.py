"""Pages of the room."""

from releve.shifts.views.own import acknowledge, own, own_file
from releve.shifts.views.units import unit, unit_figure, unit_file, units

__all__ = ["acknowledge", "own", "own_file", "unit", "unit_figure", "unit_file", "units"]
