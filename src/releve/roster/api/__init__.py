"""The room's part of the API."""

from releve.roster.api.cycles import router as cycles
from releve.roster.api.exchanges import router as exchanges
from releve.roster.api.publication import router
from releve.roster.api.wishes import router as wishes
from releve.roster.api.worked_law import router as worked_law

__all__ = ["cycles", "exchanges", "router", "wishes", "worked_law"]
