"""What every test of the house shares: a database of its own, and what may be missing.

The run's own data folder is made by ``releve.house.tests.own_home``. Some tests need data or
programs that a machine may not have: they are skipped there with the reason printed; in
continuous integration a missing program is a failure, or a check could vanish unseen.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connections
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.scheduler.protocol import Scheduling

ROOT = Path(__file__).resolve().parent

pytest_plugins = ("house_worlds",)

BROWSERS_SCOPE = "tests/browser"

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks that need a program."""
    config.addinivalue_line("markers", "chromium: needs the Chromium browser on the PATH")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `scripts/test-postgres` choose the tests that another database could break."""
    parser.addoption(
        "--only-database", action="store_true", help="run only the tests that use the database"
    )


class BrowsersTogether(LoadScopeScheduling):  # type: ignore[misc]  # it ships no types
    """Modules are spread over the processes; all that drive a browser stay on one, and begin early.

    A browser, the hospital it looks at and its searches fill a core each: two at once would wait
    for each other past what a page may take. Begun last, they would hold one core alone.
    """

    def _split_scope(self, nodeid: str) -> str:
        return BROWSERS_SCOPE if drives_a_browser(nodeid) else nodeid.rsplit("::", 1)[0]


@pytest.hookimpl(optionalhook=True)  # where tests run one by one, nobody asks
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Spread whole modules where the run says so; the pages of the docs are spread one by one."""
    return BrowsersTogether(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the browser's tests first; leave out, where asked, what the database cannot change."""
    items.sort(key=lambda item: not drives_a_browser(item.nodeid))
    if not config.getoption("only_database"):
        return
    kept = [item for item in items if uses_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def drives_a_browser(nodeid: str) -> bool:
    """Whether a test opens pages in a browser."""
    return nodeid.startswith(f"{BROWSERS_SCOPE}/")


def uses_the_database(item: pytest.Item) -> bool:
    """Whether a test opens the tests' own database, in this process; a browser's does not."""
    asked = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return (marked or bool(asked)) and item.get_closest_marker("chromium") is None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what cannot run here; fail instead where ``CI`` is set."""
    lacks = missing_program(item)
    if lacks and os.environ.get("CI"):
        pytest.fail(f"{lacks}; continuous integration must have it", pytrace=False)
    if lacks:
        pytest.skip(lacks)


def missing_program(item: pytest.Item) -> str:
    """Return which program the test needs and this machine lacks, or nothing."""
    if item.get_closest_marker("chromium") and not any(map(shutil.which, BROWSERS)):
        return "Chromium is not on the PATH"
    return ""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 - asked for to happen first
) -> None:
    """Keep the tests' SQLite in a file, as the house does: other processes and threads see it.

    On PostgreSQL each parallel run has a database of its own, by the suffix in its name.
    """
    # Each parallel run has a data folder of its own, and by it a file of its own.
    for database in connections.settings.values():
        if database["ENGINE"].endswith("sqlite3"):
            database["TEST"]["NAME"] = str(Path(os.environ["RELEVE_HOME"]) / "tests.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_and_left_so() -> Iterator[None]:
    """Make the framework's own permissions and content types once: nothing of the house reads them.

    It makes them anew whenever a test that commits has had its tables emptied, which takes longer
    than most of these tests.
    """
    with patch("django.core.management.commands.flush.emit_post_migrate_signal"):
        yield


@pytest.fixture(autouse=True)
def no_readings_are_left() -> Iterator[None]:
    """Forget what a test has read and not sealed: a later one's verb would save it as its own."""
    # Not asked of the room: a test without Django's tables leaves it asleep. The folder is asked
    # for before a test may name another.
    waiting = Path(os.environ["RELEVE_HOME"]) / "trail-spool" / "readings"
    yield
    waiting.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of a PostgreSQL: ``RELEVE_TEST_POSTGRESQL``, else a throw-away server."""
    # Only where a test asks for a server: it takes seconds to start.
    from throwaway_postgresql import throwaway_postgresql  # noqa: PLC0415 - see above

    with throwaway_postgresql() as address:
        yield address


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public measuring data: ``RELEVE_SHARED_DATA``, else beside the checkout."""
    named = os.environ.get("RELEVE_SHARED_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the measuring data is not there: {folder} (set RELEVE_SHARED_DATA)")
    return folder
