"""Figures as SVG: drawn once, the same in the page, in the PDF and on a slide, without script.

A figure's spec is a Vega-Lite document that names its marks by *style* (``house-main``,
``house-quiet``…) and holds its own values; the theme gives styles their colours. The drawing
library is loaded at the first figure only: whoever draws none does not wait for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from releve.kit.files import write_text
from releve.kit.words import Language

Theme = Literal["light", "dark", "print"]

FONT = "Source Sans 3"
FAMILIES = f"'{FONT}', system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
SPOKEN_PARTS = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
"""What the drawing library says of each mark: the picture is announced as a whole instead."""

KEPT_FILES = 200
"""Drawings kept in a folder; the ones asked for least recently go first."""

LOCALES: Mapping[Language, Literal["fr-FR", "en-GB"]] = {"fr": "fr-FR", "en": "en-GB"}

INKS: Mapping[Theme, Mapping[str, str]] = {
    "light": {"ink": "#16262b", "quiet": "#4a5a60", "line": "#dcd8cf", "main": "#17665c"},
    "dark": {"ink": "#e9edeb", "quiet": "#b4c0be", "line": "#324043", "main": "#6fc9b8"},
    "print": {"ink": "#16262b", "quiet": "#4a5a60", "line": "#cfcabf", "main": "#17665c"},
}
"""The tokens of the pages, four to a figure at most; paper is white, and nothing is laid on it."""


def svg(spec: Mapping[str, Any], *, theme: Theme = "light", language: Language = "fr") -> str:
    """Return a Vega-Lite spec as an SVG document: text stays text, with no script and no link.

    ``title`` and ``description`` of the spec become the picture's own, for those who listen to
    it. Nothing is fetched: a spec that asks for data from an address raises ``ValueError``.
    """
    import vl_convert  # noqa: PLC0415 - 80 MB that only a figure needs

    _teach_font()
    drawn = vl_convert.vegalite_to_svg(
        json.dumps(spec, ensure_ascii=False),
        config=_config(theme),
        allowed_base_urls=[],
        format_locale=LOCALES[language],
        time_format_locale=LOCALES[language],
    )
    return _announced(drawn, spec, language)


def kept_svg(
    spec: Mapping[str, Any], *, folder: Path, theme: Theme = "light", language: Language = "fr"
) -> str:
    """Return the SVG of a spec from a folder of drawings, drawing and keeping it where absent."""
    path = folder / f"{spec_digest(spec)}-{theme}-{language}.svg"
    try:
        kept = path.read_text(encoding="utf-8")
        path.touch()
    except FileNotFoundError:
        kept = svg(spec, theme=theme, language=language)
        folder.mkdir(parents=True, exist_ok=True)
        write_text(path, kept)
        _forget(folder)
    return kept


def spec_digest(spec: Mapping[str, Any]) -> str:
    """Return what tells two drawings apart: the spec, the colours and the drawing library."""
    with_house = (spec, INKS, FAMILIES, version("vl-convert-python"))
    told = json.dumps(with_house, ensure_ascii=False, sort_keys=True)
    return sha256(told.encode()).hexdigest()[:32]


def font_folder() -> Path:
    """Return the folder of the one typeface of figures and printed pages.

    Raises ``FileNotFoundError`` where the package that carries it is not installed.
    """
    spec = find_spec("rendercv_fonts")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / FONT
        if folder.is_dir():
            return folder
    raise FileNotFoundError(FONT)


@cache
def _teach_font() -> None:
    """Let labels be measured in the typeface in which they are shown, on every machine alike."""
    import vl_convert  # noqa: PLC0415 - see above

    vl_convert.register_font_directory(str(font_folder()))


def _config(theme: Theme) -> dict[str, Any]:
    ink = INKS[theme]
    quiet = {"labelColor": ink["quiet"], "titleColor": ink["quiet"]}
    return {
        "font": FAMILIES,
        "background": None,
        "view": {"stroke": None},
        "axis": {
            **quiet,
            "gridColor": ink["line"],
            "domainColor": ink["line"],
            "tickColor": ink["line"],
            "labelFontSize": 13,
            "titleFontSize": 13,
            "titleFontWeight": "normal",
        },
        "header": {**quiet, "labelFontSize": 13, "titleFontSize": 13},
        "title": {
            "color": ink["ink"],
            "subtitleColor": ink["quiet"],
            "fontSize": 18,
            "subtitleFontSize": 13,
            "subtitlePadding": 6,
            "fontWeight": "bold",
            "anchor": "start",
            "frame": "bounds",
            "offset": 16,
        },
        "style": {
            "house-main": {"fill": ink["main"], "color": ink["main"], "opacity": 1},
            "house-band": {"fill": ink["line"], "color": ink["line"], "opacity": 0.45},
            "house-line": {"stroke": ink["quiet"], "color": ink["quiet"]},
            "house-curve": {"stroke": ink["main"], "color": ink["main"], "strokeWidth": 2.5},
            "house-label": {"fill": ink["quiet"], "color": ink["quiet"], "fontSize": 13},
            "house-strong": {"fill": ink["ink"], "color": ink["ink"], "fontSize": 13},
        },
    }


def _announced(drawn: str, spec: Mapping[str, Any], language: Language) -> str:
    """Name the whole picture for those who listen to it."""
    title = spec.get("title", "")
    text = title.get("text", "") if isinstance(title, Mapping) else title
    name = ", ".join(text) if isinstance(text, list) else str(text)
    told = f"<title>{escape(name)}</title><desc>{escape(str(spec.get('description', '')))}</desc>"
    head, opened, rest = SPOKEN_PARTS.sub("", drawn).partition(">")
    return f'{head} role="img" lang="{language}" xml:lang="{language}"{opened}{told}{rest}'


def _forget(folder: Path) -> None:
    """Delete the drawings beyond those kept; another process may be doing the same."""
    aged = []
    for path in folder.glob("*.svg"):
        try:
            aged.append((path.stat().st_mtime_ns, path.name, path))
        except FileNotFoundError:
            continue
    for _used_at, _name, path in sorted(aged, reverse=True)[KEPT_FILES:]:
        path.unlink(missing_ok=True)
