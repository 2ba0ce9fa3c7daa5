"""The figures that Prometheus reads at `/metrics`.

Several serving processes count into files of one folder (PROMETHEUS_MULTIPROC_DIR, made by
`releve serve`), and whichever is asked answers for all. Figures that are asked of the database
are asked when somebody looks.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import DatabaseError, connection
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from releve import __version__

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

_counted = CollectorRegistry()
_requests = Counter(
    "releve_requests",
    "Requests answered, by route.",
    ("method", "route", "status"),
    registry=_counted,
)
_latency = Histogram(
    "releve_request_seconds",
    "Seconds until the answer began, by route.",
    ("route",),
    buckets=SECONDS,
    registry=_counted,
)


@dataclass(frozen=True)
class Figure:
    """One figure as it stands now: a name, what it counts, its value and a few labels."""

    name: str
    meaning: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


Source = Callable[[], Iterable[Figure]]


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    _requests.labels(method, route, str(status)).inc()
    _latency.labels(route).observe(seconds)


def exposition(sources: Iterable[Source] = ()) -> bytes:
    """Return all figures in the text form of Prometheus, those of the sources asked now."""
    registry = _counted
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
    now = CollectorRegistry()
    now.register(_Now(sources))
    return generate_latest(registry) + generate_latest(now)


class _Now:
    """The figures that are asked for at the moment they are read."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources = tuple(sources)

    def collect(self) -> Iterator[Metric]:
        families: dict[str, GaugeMetricFamily] = {}
        for figure in _figures(self.sources):
            family = families.setdefault(
                figure.name,
                GaugeMetricFamily(figure.name, figure.meaning, labels=list(figure.labels)),
            )
            family.add_metric(list(figure.labels.values()), figure.value)
        yield from families.values()


def _figures(sources: Iterable[Source]) -> Iterator[Figure]:
    yield Figure("releve_version", "The version that answers.", 1.0, {"version": __version__})
    answered = _database_seconds()
    yield Figure("releve_database_up", "1 where the database answers.", float(answered is not None))
    if answered is None:
        return
    yield Figure(
        "releve_database_answer_seconds", "Seconds that the database took to answer.", answered
    )
    for source in sources:
        yield from source()


def _database_seconds() -> float | None:
    began = time.perf_counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return None
    return time.perf_counter() - began
