"""Counts and times for Prometheus; routes, statuses and codes only, never an id or a name."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_REGISTRY: Final = CollectorRegistry()
_REQUESTS: Final = Counter("graph_service_requests_total", "Requests answered", ("route", "status"), registry=_REGISTRY)
_SECONDS: Final = Histogram(
    "graph_service_request_seconds",
    "Time from a request to its answer",
    ("route",),
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=_REGISTRY,
)
_ERRORS: Final = Counter("graph_service_errors_total", "Errors told to clients", ("code",), registry=_REGISTRY)
_READY: Final = Gauge("graph_service_ready", "Whether every component answered when last asked", registry=_REGISTRY)

METRICS_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def count_request(route: str, status: int, seconds: float) -> None:
    """Count one answer."""
    _REQUESTS.labels(route, str(status)).inc()
    _SECONDS.labels(route).observe(seconds)


def count_codes(errors: Iterable[Mapping[str, Any]]) -> None:
    """Count the errors of one answer by code."""
    for error in errors:
        _ERRORS.labels(error["extensions"]["code"]).inc()


def set_ready(ready: bool) -> None:
    """Note what readiness was found last."""
    _READY.set(ready)


def exposition() -> bytes:
    """Everything counted so far, as Prometheus reads it."""
    return generate_latest(_REGISTRY)
