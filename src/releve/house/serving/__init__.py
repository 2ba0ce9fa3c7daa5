"""The pages served: what is refused before, the processes, and their end."""

from releve.house.serving.refusals import refuse_taken_port, refuse_unsafe
from releve.house.serving.server import Place, serve_pages

__all__ = ["Place", "refuse_taken_port", "refuse_unsafe", "serve_pages"]
