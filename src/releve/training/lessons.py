"""A lesson as a page shows it: Markdown rendered without any HTML of its own, nor pictures.

What a hospital writes is text: tags in it are shown as text, links with a scheme that runs
something are none, and nothing is loaded from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from releve.kit.words import translator

_ = translator("releve.training")


def lesson_html(text: str) -> SafeString:
    """Return a lesson as HTML that is safe to show."""
    html: str = _markdown().render(text)
    return SafeString(html)


@cache
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    reader.add_render_rule("table_open", _table_open)
    reader.add_render_rule("table_close", _table_close)
    return reader


def _table_open(
    _renderer: RendererHTML,
    _tokens: Sequence[Token],
    _place: int,
    _options: OptionsDict,
    _env: Mapping[str, Any],
) -> str:
    frame = f'<div class="table-frame" tabindex="0" role="region" aria-label="{_("Table")}">'
    return f'{frame}<table class="plain">'


def _table_close(
    _renderer: RendererHTML,
    _tokens: Sequence[Token],
    _place: int,
    _options: OptionsDict,
    _env: Mapping[str, Any],
) -> str:
    return "</table></div>"
