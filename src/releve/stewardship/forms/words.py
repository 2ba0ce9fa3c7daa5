"""Words of several lines as a form takes them."""

from __future__ import annotations

from typing import Any

from django import forms


class WordsField(forms.CharField):
    """Words counted as the box in the browser counts them: a new line is one character.

    A browser sends it as two, so that what just fitted into the box would be refused.
    """

    def to_python(self, value: Any) -> str | None:
        """Return the words with new lines of one character."""
        told = value.replace("\r\n", "\n") if isinstance(value, str) else value
        return super().to_python(told)
