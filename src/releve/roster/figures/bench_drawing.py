"""The drawing of a bench's figures: a panel for each file; a dot for each file and engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from releve.kit.words import current_language, translator
from releve.roster.bench import Bench
from releve.roster.bench_words import engine_text
from releve.roster.engine.peers import OURS

_ = translator("releve.roster")

PANEL_WIDTH, PANEL_HEIGHT, PANELS_A_ROW = 170, 120, 3
WIDE, TALL = 560, 300
LEAST_SECONDS, GREATEST_PERCENT = 0.1, 1000.0
GAP_TICKS = [0, 0.1, 1, 10, 100, 1000]
SECOND_TICKS = [0.1, 1, 10, 60, 600, 3600]
NUMBER = "format(datum.value, ',~g')"
"""A label in the language's own writing, as Vega reads it."""

NEIGHBOURS = 1.06
"""Dots of engines at the same place stand side by side: each that many times the one before."""

DASHES: dict[str, list[int]] = {"cpsat": [], "highs": [6, 3], "cpmpy": [1, 3]}
SHAPES = {OURS: "circle", "cpsat": "square", "highs": "triangle-up", "cpmpy": "diamond"}


@dataclass(frozen=True)
class GapPoint:
    """From these seconds on, an engine's roster is that many per cent above the best."""

    file: str
    engine: str
    seconds: float
    percent: float


@dataclass(frozen=True)
class SizePoint:
    """What one engine took on one file: to its first roster, to one near the best, of CPU."""

    file: str
    size: int
    engine: str
    first: float | None
    near: float | None
    cpu: float


def gap_drawing(
    bench: Bench, points: Sequence[GapPoint], *, title: str, description: str
) -> dict[str, Any]:
    """Return the Vega-Lite document of gap against time: a small panel for each file."""
    import altair as alt  # noqa: PLC0415 - a second of loading that only a figure needs

    files = list(dict.fromkeys(point.file for point in points))
    panels = [
        _panel(bench, [point for point in points if point.file == file], file) for file in files
    ]
    drawn = alt.concat(*panels, columns=PANELS_A_ROW, spacing=24) if panels else _empty()
    subtitle = _("Per cent above the best known roster, against seconds, on logarithmic scales")
    return _finished(alt.vconcat(_legend(bench), drawn, spacing=10), title, subtitle, description)


def _panel(bench: Bench, points: Sequence[GapPoint], file: str) -> Any:
    import altair as alt  # noqa: PLC0415 - see above

    longest = max(bench.seconds_allowed, LEAST_SECONDS * 10)
    x_scale = alt.Scale(type="log", domain=[LEAST_SECONDS, longest], clamp=True, nice=False)
    y_scale = alt.Scale(type="symlog", constant=0.1, domain=[0, GREATEST_PERCENT], clamp=True)
    x = alt.X(
        "seconds:Q",
        scale=x_scale,
        axis=alt.Axis(values=_ticks(longest), title=None, grid=False, labelExpr=NUMBER),
    )
    y = alt.Y(
        "percent:Q",
        scale=y_scale,
        axis=alt.Axis(values=GAP_TICKS, title=None, labelExpr=f"{NUMBER} + '{_percent_sign()}'"),
    )
    lines = []
    for engine in _drawn_order(bench):
        values = [
            {"seconds": max(point.seconds, LEAST_SECONDS), "percent": max(0.0, point.percent)}
            for point in points
            if point.engine == engine
        ]
        if values:
            lines.append(
                alt.Chart(alt.InlineData(values=values))
                .mark_line(interpolate="step-after", clip=True, **_stroke(engine))
                .encode(x=x, y=y)
            )
    head = alt.TitleParams(file, fontSize=13, offset=4, anchor="start", fontWeight="normal")
    return alt.layer(*lines).properties(width=PANEL_WIDTH, height=PANEL_HEIGHT, title=head)


def size_drawing(
    bench: Bench, points: Sequence[SizePoint], *, title: str, description: str
) -> dict[str, Any]:
    """Return the Vega-Lite document of seconds to come near the best, against size."""
    import altair as alt  # noqa: PLC0415 - see above

    sizes = [point.size for point in points] or [1, 10]
    longest = max(bench.seconds_allowed, LEAST_SECONDS * 10)
    x = alt.X(
        "size:Q",
        scale=alt.Scale(type="log", domain=[min(sizes) / 1.5, max(sizes) * 1.5], nice=False),
        axis=alt.Axis(
            title=_("people × days × shifts"),
            grid=False,
            tickCount=6,
            format=",",
            labelOverlap=True,
        ),
    )
    y = alt.Y(
        "seconds:Q",
        scale=alt.Scale(type="log", domain=[LEAST_SECONDS, longest], clamp=True, nice=False),
        axis=alt.Axis(values=_ticks(longest), title=_("seconds"), labelExpr=NUMBER),
    )
    layers = []
    for engine in _drawn_order(bench):
        for is_reached in (True, False):
            values = [
                {
                    "size": point.size * NEIGHBOURS ** bench.engines.index(engine),
                    "seconds": max(LEAST_SECONDS, longest if point.near is None else point.near),
                }
                for point in points
                if point.engine == engine and (point.near is not None) == is_reached
            ]
            if values:
                layers.append(
                    alt.Chart(alt.InlineData(values=values))
                    .mark_point(**_dot(engine, is_filled=is_reached))
                    .encode(x=x, y=y)
                )
    drawn = alt.layer(*layers) if layers else _empty()
    subtitle = _("Seconds to a roster within 1% of the best known; hollow: not in the time allowed")
    drawn = drawn.properties(width=WIDE, height=TALL)
    legend = _legend(bench, dots=True)
    return _finished(alt.vconcat(legend, drawn, spacing=10), title, subtitle, description)


def _legend(bench: Bench, *, dots: bool = False) -> Any:
    import altair as alt  # noqa: PLC0415 - see above

    parts = []
    for engine in bench.engines:
        sample: Any
        place = {"y": alt.value(9)}
        if dots:
            sample = alt.Chart(alt.InlineData(values=[{}])).mark_point(
                **_dot(engine, is_filled=True)
            )
            sample = sample.encode(x=alt.value(14), **place)
        else:
            sample = alt.Chart(alt.InlineData(values=[{}])).mark_rule(**_stroke(engine))
            sample = sample.encode(x=alt.value(0), x2=alt.value(28), **place)
        text = (
            alt.Chart(alt.InlineData(values=[{"text": engine_text(engine)}]))
            .mark_text(style="house-strong", align="left", baseline="middle")
            .encode(text="text:N", x=alt.value(36), **place)
        )
        wide = 50 + 6.5 * len(engine_text(engine))
        parts.append(
            alt.layer(sample, text).properties(
                width=wide, height=18, view=alt.ViewConfig(stroke=None)
            )
        )
    return alt.hconcat(*parts, spacing=4)


def _stroke(engine: str) -> dict[str, Any]:
    if engine == OURS:
        return {"style": "house-curve"}
    dash = DASHES.get(engine, [])
    return {"style": "house-line", "strokeWidth": 1.4, **({"strokeDash": dash} if dash else {})}


def _dot(engine: str, *, is_filled: bool) -> dict[str, Any]:
    shape, size = SHAPES.get(engine, "cross"), 90 if engine == OURS else 60
    if is_filled:
        style = "house-main" if engine == OURS else "house-label"
        return {"style": style, "filled": True, "shape": shape, "size": size, "opacity": 1}
    style = "house-curve" if engine == OURS else "house-line"
    return {"style": style, "filled": False, "shape": shape, "size": size, "strokeWidth": 1.6}


def _drawn_order(bench: Bench) -> list[str]:
    """Return the engines from the one drawn first to ours, drawn over the others."""
    return [*(engine for engine in bench.engines if engine != OURS), OURS]


def _ticks(longest: float) -> list[float]:
    """Return round numbers of seconds up to the time allowed, and that itself."""
    return [*(tick for tick in SECOND_TICKS if tick < longest / 1.5), longest]


def _percent_sign() -> str:
    return "\u202f%" if current_language() == "fr" else "%"


def _empty() -> Any:
    import altair as alt  # noqa: PLC0415 - see above

    return alt.Chart(alt.InlineData(values=[])).mark_point()


def _finished(chart: Any, title: str, subtitle: str, description: str) -> dict[str, Any]:
    document: dict[str, Any] = chart.to_dict()
    document.pop("config", None)  # colours are the theme's
    return {
        **document,
        "title": {"text": title, "subtitle": subtitle},
        "description": description,
    }
