"""How the documentation is built: Sphinx reads MyST Markdown and shows it with Furo.

Nothing is fetched while building or reading: a hospital's network may be closed. What the pages
say was measured is read from docs/measurements while building, never typed.
"""

from pathlib import Path

from sphinx.application import Sphinx

from releve.kit.words import use_language
from releve.roster.bench_page import measured_text, wards_text

project = "Relève"
author = "The Relève contributors"
copyright = "The Relève contributors"
language = "en"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
root_doc = "index"

myst_heading_anchors = 3
myst_enable_extensions = ["attrs_block", "deflist"]

html_theme = "furo"
html_title = "Relève"
html_copy_source = False
html_show_sphinx = False

MEASURED = {"<!-- measured: bench -->": measured_text, "<!-- measured: wards -->": wards_text}
MEASUREMENTS = Path(__file__).parent / "measurements"


def setup(app: Sphinx) -> None:
    """Let each page that asks for it carry what the bench measured."""
    app.connect("source-read", put_measured)


def put_measured(app: Sphinx, _page: str, source: list[str]) -> None:
    """Put tables and figures of the latest reports where a page names them."""
    for mark, told in MEASURED.items():
        if mark in source[0]:
            for report in MEASUREMENTS.glob("*.json"):
                app.env.note_dependency(str(report))
            with use_language("en"):
                source[0] = source[0].replace(mark, told(MEASUREMENTS))
