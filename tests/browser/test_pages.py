"""The list of pages is whole: every route is a page that is walked, or no page with its reason."""

from __future__ import annotations

from browser.pages import NO_PAGE, NO_PAGE_BELOW, PAGES, STEPS
from house_routes import routes


def uncovered(found: list[tuple[str, str]]) -> list[str]:
    """Return the routes, as (name, pattern), that no list names."""
    walked = {page.route for page in PAGES}
    return [
        name or pattern
        for name, pattern in found
        if name not in walked | set(NO_PAGE) | set(STEPS)
        and not pattern.startswith(tuple(NO_PAGE_BELOW))
    ]


def test_every_route_is_seen() -> None:
    assert uncovered([(route.name, route.pattern) for route in routes()]) == []


def test_every_name_in_the_lists_is_a_route() -> None:
    known = {route.name for route in routes()} | {"fault"}
    assert ({page.route for page in PAGES} | set(NO_PAGE) | set(STEPS)) - known == set()


def test_a_page_that_nobody_walks_is_found() -> None:
    assert uncovered([("home", ""), ("jobs:list", "jobs/"), ("", "api/v1/x")]) == ["jobs:list"]
