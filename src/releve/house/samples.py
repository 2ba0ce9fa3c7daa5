"""What the style page shows: the names of the tokens, and shifts of an invented ward."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

COLOURS = (
    ("paper", _("The ground of every page")),
    ("paper-2", _("A raised ground")),
    ("line", _("Hairlines between rows")),
    ("edge", _("The border of a control")),
    ("ink", _("Text")),
    ("ink-2", _("Secondary text")),
    ("breath", _("The one accent: action, current place, focus")),
    ("attention", _("Something to decide")),
    ("breach", _("A breach of the law, a loss of data; never a person")),
    ("calm", _("Done, proven, nothing to do")),
)
"""Colour tokens and what each is for."""

SCALE = ("largest", "larger", "large", "normal", "small")
"""The sizes of type, from a page's title down."""

SHIFTS = (
    ("M", "morning", "06:45–14:15", _("Morning")),
    ("S", "afternoon", "13:45–21:15", _("Afternoon")),
    ("J", "long", "07:00–19:00", _("Long day")),
    ("N", "night", "19:00–07:00", _("Night")),
    ("A", "on_call", "20:00–08:00", _("On call")),
    ("F", "training", "09:00–17:00", _("Training")),
    ("/", "away", "", _("Unavailable")),
    ("·", "rest", "", _("Rest")),
)
"""A code, how it is drawn, its times, and its name."""

BLOCKS = ("calm", "attention", "breach")
"""The kinds of notice."""
