"""The small world of ``house_world``, made once for the tests of a module.

Making it takes longer than most tests that walk it. It stands in a transaction around theirs: each
test finds the rows as they were made, changes what it likes, and takes that back; after the last
test of the module the world itself is taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from house_world import World


@pytest.fixture(scope="module")
def made_world(
    django_db_setup: None,  # noqa: ARG001 - the tables
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[World]:
    """The rows of the two hospitals; only ``world`` hands them to a test."""
    # Tables wake with Django, which a test of bare files leaves asleep.
    from house_world import a_world, undone  # noqa: PLC0415 - see above

    standing = undone()
    with django_db_blocker.unblock():
        standing.__enter__()
        made = a_world()
    yield made
    with django_db_blocker.unblock():
        standing.__exit__(None, None, None)


@pytest.fixture(scope="module")
def seen_world(made_world: World, django_db_blocker: DjangoDbBlocker) -> World:
    """The same with everybody who might look."""
    with django_db_blocker.unblock():
        made_world.gather()
    return made_world


@pytest.fixture
def world(made_world: World, db: None) -> World:  # noqa: ARG001 - the test's own transaction
    """The two hospitals, as objects of this test's own."""
    return deepcopy(made_world)
