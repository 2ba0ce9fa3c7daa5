"""The drawing of the sharing figure: a row of dots for each group, nights beside weekends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any, Literal

from releve.kit.words import translator

_ = translator("releve.roster")

Shared = Literal["nights", "weekends"]
SHARED: tuple[Shared, ...] = ("nights", "weekends")

PANEL_WIDTH, LABEL_WIDTH = 290, 130
GREATEST_DOT, LEAST_DOT, TALLEST_ROW = 12.0, 3.0, 132.0


@dataclass(frozen=True)
class SharingRow:
    """One line of the figure's table: how many people of a group stand at one difference.

    ``difference``: days above the person's target, below where negative; the plain number of
    days where the problem fixes no targets.
    """

    counter: Shared
    group: str
    difference: Fraction
    people: int


def counter_title(name: Shared) -> str:
    """Return what a panel or a column is called."""
    return _("Nights") if name == "nights" else _("Weekends")


Rows = Mapping[Shared, Sequence[SharingRow]]


def drawing(
    drawn: Rows, findings: Sequence[str], *, description: str, has_targets: bool
) -> dict[str, Any]:
    """Return the Vega-Lite document of the figure; ``drawn`` has no empty panel."""
    import altair as alt  # noqa: PLC0415 - a second of loading that only a figure needs

    groups = list(dict.fromkeys(row.group for rows in drawn.values() for row in rows))
    dot = _dot(drawn)
    lines = []
    for group in groups:
        last = group == groups[-1]
        frame = _Frame(
            group, _height(drawn, group, dot), dot, has_targets=has_targets, is_last=last
        )
        panels = [frame.panel(name, rows) for name, rows in drawn.items()]
        lines.append(alt.hconcat(frame.label(drawn), *panels, spacing=28, bounds="flush"))
    empty = alt.Chart(alt.InlineData(values=[])).mark_point()
    document: dict[str, Any] = (alt.vconcat(*lines, spacing=14) if lines else empty).to_dict()
    document.pop("config", None)  # colours are the theme's
    banded = _("One dot is one person; the band: no more than one above or below the target")
    said = banded if has_targets else _("One dot is one person")
    head = {"text": list(findings), "subtitle": said if lines else ""}
    return {**document, "title": head, "description": description}


@dataclass(frozen=True)
class _Frame:
    """One group's row of panels; the last row carries the axes."""

    group: str
    height: float
    dot: float
    has_targets: bool
    is_last: bool

    def label(self, drawn: Rows) -> Any:
        """Return the name of the group and its number of people, at the left of its dots."""
        import altair as alt  # noqa: PLC0415 - see above

        people = max(_people(rows, self.group) for rows in drawn.values())
        count = _.plural("{count} person", "{count} people", people).format(count=people)
        lines = alt.Chart(alt.InlineData(values=[{"text": [self.group, count]}]))
        return (
            lines.mark_text(style="house-strong", align="left", baseline="bottom", lineHeight=17)
            .encode(text="text:N", x=alt.value(0), y=alt.value(self.height - 14))
            .properties(width=LABEL_WIDTH, height=self.height, view=alt.ViewConfig(stroke=None))
        )

    def panel(self, name: Shared, rows: Sequence[SharingRow]) -> Any:
        """Return the dots of one counter over the band of those within one of their target."""
        import altair as alt  # noqa: PLC0415 - see above

        low, high = _limits(rows, has_targets=self.has_targets)
        scale = alt.Scale(domain=[low, high], nice=False, zero=False)
        data = alt.InlineData(values=list(_dots([row for row in rows if row.group == self.group])))
        axis = self._axis(name, low, high)
        x = alt.X("at:Q", scale=scale, axis=axis)
        y = alt.Y("place:Q", scale=alt.Scale(domain=[0, self.height / self.dot]), axis=None)
        marks = alt.Chart(data).mark_circle(
            style="house-main", size=(self.dot - 1) ** 2 * 0.785, opacity=1
        )
        layers = [marks.encode(x=x, y=y)]
        if self.has_targets:
            ends = alt.Chart(alt.InlineData(values=[{"from": -1, "to": 1}]))
            band = ends.mark_rect(style="house-band", opacity=0.5)
            zero = ends.mark_rule(style="house-line")
            layers.insert(0, zero.encode(x=alt.XDatum(0, scale=scale, axis=axis)))
            layers.insert(0, band.encode(x=alt.X("from:Q", scale=scale, axis=axis), x2="to:Q"))
        return alt.layer(*layers).properties(
            width=PANEL_WIDTH, height=self.height, view=alt.ViewConfig(stroke=None)
        )

    def _axis(self, name: Shared, low: float, high: float) -> Any:
        import altair as alt  # noqa: PLC0415 - see above

        step = max(1, ceil((high - low) / 12))
        first, last = ceil(low), int(high)
        first -= first % step
        signed = "(datum.value > 0 ? '+' : datum.value < 0 ? '\u2212' : '') + abs(datum.value)"
        return alt.Axis(
            values=list(range(first, last + 1, step)),
            labelExpr=signed if self.has_targets else "datum.value",
            labels=self.is_last,
            ticks=self.is_last,
            title=_axis_title(name, has_targets=self.has_targets) if self.is_last else None,
            labelOverlap=False,
            grid=False,
        )


def _axis_title(name: Shared, *, has_targets: bool) -> str:
    if not has_targets:
        return _("nights a person") if name == "nights" else _("weekends a person")
    if name == "nights":
        return _("difference from the target, in nights")
    return _("difference from the target, in weekends")


def _dots(rows: Sequence[SharingRow]) -> Iterator[dict[str, float]]:
    for row in rows:
        for place in range(row.people):
            yield {"at": float(row.difference), "place": place + 0.5}


def _limits(rows: Sequence[SharingRow], *, has_targets: bool) -> tuple[float, float]:
    highest = max(row.difference for row in rows)
    if not has_targets:
        return -0.5, max(4.5, float(highest) + 0.5)
    farthest = max(highest, -min(row.difference for row in rows))
    widest = max(2.4, float(farthest) + 0.4)
    return -widest, widest


def _dot(drawn: Rows) -> float:
    """Return a dot's diameter: neighbours a quarter apart do not touch, stacks stay low."""
    tallest = max((row.people for rows in drawn.values() for row in rows), default=1)
    return max(LEAST_DOT, min(GREATEST_DOT, TALLEST_ROW / tallest))


def _height(drawn: Rows, group: str, dot: float) -> float:
    stacks = [row.people for rows in drawn.values() for row in rows if row.group == group]
    return max(44.0, dot * (max(stacks, default=1) + 0.5))


def _people(rows: Sequence[SharingRow], group: str) -> int:
    return sum(row.people for row in rows if row.group == group)
