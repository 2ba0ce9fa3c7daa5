"""Questions of the house's own pages, read only."""

from releve.house.queries.today import Part, parts_of_today

__all__ = ["Part", "parts_of_today"]
