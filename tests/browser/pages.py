"""Every page of the house as a browser opens it, and what is no page, with the reason.

``test_every_route_is_seen`` holds this list against all URL patterns: a new page is not
forgotten by the tests of access.
"""

from __future__ import annotations

from dataclasses import dataclass

ANYONE = ""


@dataclass(frozen=True)
class Page:
    """A route, the account that opens it, and addresses that show it; ``{month}`` is a version's.

    ``status``: what the server answers.
    """

    route: str
    account: str
    addresses: tuple[str, ...]
    status: int = 200


PAGES = (
    Page("home", ANYONE, ("/",)),
    Page("home", "agent", ("/",)),
    Page("home", "toutes", ("/",)),
    Page("sign_in", ANYONE, ("/sign-in/", "/sign-in/?next=/planning/")),
    Page("me", "agent", ("/me/",)),
    Page("help", ANYONE, ("/help/",)),
    Page("help_chapter", ANYONE, ("/help/house/", "/help/roster/", "/help/people/")),
    Page("style", ANYONE, ("/style/",)),
    Page("planning:now", "agent", ("/planning/",)),
    Page("planning:now", "toutes", ("/planning/",)),
    Page("planning:month", "agent", ("/planning/{starts_on}/",)),
    Page("roster:wards", "cadre", ("/wards/?all",)),
    Page("roster:ward", "cadre", ("/wards/{unit}/",)),
    Page("roster:period", "cadre", ("/wards/{unit}/{empty}/",)),
    Page(
        "roster:month",
        "cadre",
        (
            "{month}",
            "{month}{cell}",
            "{month}?show=day",
            "{month}?show=person",
        ),
    ),
    Page("roster:compare", "cadre", ("{month}compare/1/",)),
    Page("roster:sharing", "cadre", ("{month}sharing/",)),
    Page("roster:search", "cadre", ("{search}",)),
    Page("fault", "agent", ("/nowhere/",), status=404),
)
"""``fault`` is no route: it is what every address that does not exist answers."""

NO_PAGE = {
    "set_language": "a form is sent to it; it leads back to the page",
    "sign_out": "a form is sent to it; it leads home",
    "look": "a form is sent to it; it leads back to /me/",
    "roster:start": "a form is sent to it; it leads to the search",
    "roster:stop": "a form is sent to it; it leads to the search",
    "roster:choose": "a form is sent to it; it leads to the month",
    "roster:export": "a file",
    "roster:figure": "a picture",
    "roster:guide": "leads to the help",
}

NO_PAGE_BELOW = {
    "api/": "answers programs",
    "calendar/": "answers calendars",
    "healthz": "answers machines",
    "readyz": "answers machines",
    "metrics": "answers machines",
}
