"""Figures as SVG: the same bytes each time, no script, nothing from another host."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from releve.kit import figures
from releve.kit.figures import font_folder, kept_svg, spec_digest, svg

SPEC: dict[str, Any] = {
    "title": {"text": ["Un <constat> & demi", "la suite"]},
    "description": "Ce que dit la figure.",
    "data": {"values": [{"x": 1.5, "y": 2}, {"x": 2, "y": 3}]},
    "mark": {"type": "circle", "style": "house-main"},
    "encoding": {
        "x": {"field": "x", "type": "quantitative", "axis": {"format": ".1f", "values": [1.5]}},
        "y": {"field": "y", "type": "quantitative"},
    },
}
NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_a_figure_is_announced_as_one_picture_with_its_title_and_description() -> None:
    root = ET.fromstring(svg(SPEC))  # noqa: S314 - drawn here
    told = [root.get("role"), root[0].text, root[1].text]
    assert told == ["img", "Un <constat> & demi, la suite", "Ce que dit la figure."]
    assert [root[0].tag, root[1].tag] == [f"{NAMESPACE}title", f"{NAMESPACE}desc"]


def test_a_figure_has_no_script_no_style_sheet_and_no_link() -> None:
    root = ET.fromstring(svg(SPEC))  # noqa: S314 - drawn here
    names = {element.tag.removeprefix(NAMESPACE) for element in root.iter()}
    assert names & {"script", "style", "image", "a", "foreignObject"} == set()
    keys = {key for element in root.iter() for key in element.attrib}
    assert [key for key in keys if key.startswith("on") or "href" in key or key == "style"] == []


def test_a_figure_is_drawn_the_same_each_time_and_in_each_theme_of_its_own_colours() -> None:
    assert svg(SPEC) == svg(SPEC)
    assert "#17665c" in svg(SPEC, theme="light")
    assert "#6fc9b8" in svg(SPEC, theme="dark")


def test_numbers_of_a_figure_are_written_in_its_language() -> None:
    assert ">1,5</text>" in svg(SPEC, language="fr")
    assert ">1.5</text>" in svg(SPEC, language="en")


def test_a_figure_fetches_nothing() -> None:
    with pytest.raises(ValueError, match="not allowed"):
        svg({**SPEC, "data": {"url": "http://127.0.0.1:9/x.json"}})


def test_a_kept_figure_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "figures"
    drawn = kept_svg(SPEC, folder=folder, theme="dark")
    monkeypatch.setattr(figures, "svg", None)
    assert kept_svg(SPEC, folder=folder, theme="dark") == drawn
    assert [path.name for path in folder.iterdir()] == [f"{spec_digest(SPEC)}-dark-fr.svg"]


def test_the_figures_asked_for_least_recently_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "KEPT_FILES", 2)
    monkeypatch.setattr(figures, "svg", lambda *_args, **_options: "<svg/>")
    for age, name in enumerate(("old", "older")):
        (tmp_path / f"{name}.svg").write_text("<svg/>", encoding="utf-8")
        os.utime(tmp_path / f"{name}.svg", (1000 - age, 1000 - age))
    kept_svg(SPEC, folder=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [f"{spec_digest(SPEC)}-light-fr.svg", "old.svg"]
    )


def test_the_typeface_has_its_plain_and_bold_cuts() -> None:
    names = {path.name for path in font_folder().glob("*.ttf")}
    assert {"SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf"} <= names


def test_whoever_draws_nothing_does_not_load_what_draws() -> None:
    asked = (
        "import sys, releve.kit.figures, releve.roster.figures, releve.roster.pdf,"
        " releve.roster.workbook, releve.roster.cli.demo;"
        "print({'altair', 'vl_convert', 'typst', 'rendercv_fonts'} & set(sys.modules))"
    )
    told = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "set()"
