"""The rooms' routes gathered under one address, and what they promise as a document."""

from releve.house.api.document import document, document_text, fault_codes, told_rooms
from releve.house.api.gathering import ROOT, Route, api, not_there, routes, url_patterns
from releve.house.api.pages import api_document, api_page

__all__ = [
    "ROOT",
    "Route",
    "api",
    "api_document",
    "api_page",
    "document",
    "document_text",
    "fault_codes",
    "not_there",
    "routes",
    "told_rooms",
    "url_patterns",
]
