"""Every permission is told in words: nobody ticks a key."""

from __future__ import annotations

import pytest

from releve.kit.permissions import Permission
from releve.kit.words import use_language
from releve.people.permission_words import permission_text


def words_of(permission: Permission) -> tuple[str, str]:
    """Return its words in English and in French."""
    with use_language("en"):
        english = permission_text(permission)
    with use_language("fr"):
        return english, permission_text(permission)


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_has_words_of_its_own_in_both_languages(permission: Permission) -> None:
    english, french = words_of(permission)
    assert english != french
    assert permission not in (english, french)
    assert min(len(english.split()), len(french.split())) >= 3


def test_no_two_permissions_have_the_same_words() -> None:
    for told in zip(*map(words_of, Permission), strict=True):
        assert len(set(told)) == len(Permission)
