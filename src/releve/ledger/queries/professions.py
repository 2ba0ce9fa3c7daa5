"""The names of professions, in the reader's language."""

from __future__ import annotations

from releve.kit.words import current_language
from releve.people.queries import roles


def profession_names() -> dict[str, str]:
    """Return what people call each profession, by its key."""
    language = current_language()
    return {one.key: one.name_en if language == "en" else one.name_fr for one in roles()}
