"""The style sheet: its colours can be read, in both themes (WCAG 2.1, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEETS = Path(__file__).resolve().parents[1] / "static" / "house"
SHEET = SHEETS / "house.css"
THEMES = ["light", "dark"]

# Text needs 4.5 to 1 on its ground, the borders of controls 3 to 1.
TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "paper-2"),
    ("ink-2", "paper"),
    ("ink-2", "paper-2"),
    ("breath", "paper"),
    ("breath", "paper-2"),
    ("on-breath", "breath"),
    ("attention", "attention-ground"),
    ("breach", "breach-ground"),
    ("calm", "calm-ground"),
]
EDGE_PAIRS = [("edge", "paper"), ("edge", "paper-2"), ("breath", "paper")]


def tokens(theme: str) -> dict[str, str]:
    """Return the colours of a theme by name."""
    text = SHEET.read_text(encoding="utf-8")
    layer = text[text.index("@layer tokens {") : text.index("@layer base {")]
    pairs = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", layer)
    return {name: light if theme == "light" else dark for name, light, dark in pairs}


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, from 0 to 1 (WCAG 2.1)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.1)."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_borders_of_controls_can_be_seen(theme: str, edge: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[edge], colours[ground]) >= 3


def test_the_dark_theme_has_every_colour_of_its_own() -> None:
    light, dark = tokens("light"), tokens("dark")
    assert {name for pair in [*TEXT_PAIRS, *EDGE_PAIRS] for name in pair} <= set(light)
    assert [name for name in light if light[name] == dark[name]] == []


def test_the_sheets_use_no_colour_outside_the_tokens_and_print() -> None:
    text = SHEET.read_text(encoding="utf-8")
    parts = (SHEETS / "parts.css").read_text(encoding="utf-8")
    painted = text[text.index("@layer base {") :] + parts[: parts.index("@layer print {")]
    painted += "".join(
        (SHEETS / f"{name}.css").read_text(encoding="utf-8") for name in ("lists", "today", "style")
    )
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", painted) == []
