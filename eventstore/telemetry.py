"""What is measured and traced, by OpenTelemetry's API alone: nothing is kept of it unless a part was told where to."""

from opentelemetry import metrics, trace
from opentelemetry.context import Context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

METER = metrics.get_meter("paraf")
TRACER = trace.get_tracer("paraf")
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
# The trace alone: baggage is a stranger's text.
_FORM = TraceContextTextMapPropagator()


def cause() -> str:
    """Return the span that we are in as others can go on with it; empty where nothing is traced."""
    carrier: dict[str, str] = {}
    _FORM.inject(carrier)
    return carrier.get("traceparent", "")


def caused_by(cause: str) -> Context:
    """Return the context in which a span goes on with what `cause` gave; a new trace where it is none."""
    return _FORM.extract({"traceparent": cause}, Context())
