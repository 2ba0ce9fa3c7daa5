"""How the documentation is built: Sphinx reads MyST Markdown and shows it with Furo.

Nothing is fetched while building or reading: a hospital's network may be closed.
"""

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
