"""Column generation: a problem answered by choosing among whole lines, one for each person.

A line is one way to spend the period that breaks none of a person's hard rules. Lines are paths
through a graph made of her rules (``compile``, ``parts``, ``graph``), the cheapest of them are
found at given prices (``pricing``, ``kernels``), and a linear program chooses among those found
and sets the prices anew (``master``, ``relaxation``). Once there are prices, what lies near the
cheapest lines is written out as smaller nets (``unfold``). Whole rosters come out of dives and
neighbourhoods (``improve``, ``neighbours``); ``answer`` puts the search together.

Importing it loads Numba and HiGHS, which takes a second: others do so when they first search.
"""

from releve.roster.engine.solve.columns.answer import Answer, ColumnSearch
from releve.roster.engine.solve.columns.compile import NotForColumnsError
from releve.roster.engine.solve.columns.graph import TooManyStatesError
from releve.roster.engine.solve.columns.meter import Meter

__all__ = ["Answer", "ColumnSearch", "Meter", "NotForColumnsError", "TooManyStatesError"]
