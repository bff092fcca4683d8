"""Metrics for Prometheus and traces for a collector: the one place that knows OpenTelemetry's SDK, loaded if asked."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from typing import Any

from opentelemetry import metrics, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.view import ExplicitBucketHistogramAggregation, View
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from prometheus_client import start_http_server
from temporalio.contrib.opentelemetry import MetricsExporter, OpenTelemetryPlugin, create_tracer_provider
from temporalio.runtime import MetricBuffer, MetricBufferDurationFormat

from cli.console import Failed
from cli.parts import runtime
from cli.settings import Settings
from eventstore.telemetry import SECONDS

_BUFFERED = 20_000  # updates of Temporal's own metrics between two looks, a second each
# Temporal's own say no steps, and those of OpenTelemetry are for milliseconds.
_SECONDS = View(instrument_name="temporal_*_latency", aggregation=ExplicitBucketHistogramAggregation(SECONDS))
_PATIENCE = 3  # seconds for a collector


@asynccontextmanager
async def telemetry(name: str, settings: Settings) -> AsyncIterator[dict[str, Any]]:
    """Measure and trace a part for as long as it works; give what it is to connect to Temporal with."""
    resource = Resource.create({"service.name": f"paraf-{name}", "service.version": version("paraf")})
    more: dict[str, Any] = {}
    async with AsyncExitStack() as stack:
        if settings.traces:
            stack.push_async_callback(asyncio.to_thread, _trace(settings.traces, resource))
            more["plugins"] = [OpenTelemetryPlugin(add_temporal_spans=True)]
        if settings.metrics:
            provider = _measure(settings.metrics, resource, stack)
            buffer = MetricBuffer(_BUFFERED, MetricBufferDurationFormat.SECONDS)
            more["runtime"] = runtime(buffer)
            await stack.enter_async_context(MetricsExporter(buffer, provider))
        yield more


class Discreet(SpanExporter):
    """Leaves out what errors say: it may be anybody's text, and what is to be known of it is in the log."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Export."""
        return self._exporter.export([_told(span) for span in spans])

    def shutdown(self) -> None:
        """Export no more."""
        self._exporter.shutdown()


def _told(span: ReadableSpan) -> ReadableSpan:
    errors = [str(event.attributes["exception.type"]) for event in span.events if event.attributes]
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes={**(span.attributes or {}), **({"error.type": errors[-1]} if errors else {})},
        links=span.links,
        kind=span.kind,
        status=trace.Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _trace(collector: str, resource: Resource) -> Callable[[], None]:
    """Send spans to the collector from now on; return what sends the last ones."""
    provider = create_tracer_provider(resource=resource, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=f"{collector}/v1/traces", timeout=_PATIENCE)
    provider.add_span_processor(BatchSpanProcessor(Discreet(exporter)))
    trace.set_tracer_provider(provider)
    return provider.shutdown


def _measure(address: str, resource: Resource, stack: AsyncExitStack) -> MeterProvider:
    """Serve `/metrics` from now on; return what measures."""
    reader = PrometheusMetricReader(scope_info_enabled=False)
    provider = MeterProvider(metric_readers=[reader], resource=resource, views=[_SECONDS], shutdown_on_exit=False)
    metrics.set_meter_provider(provider)
    host, _, port = address.rpartition(":")
    try:
        server, _ = start_http_server(int(port), host.strip("[]"))
    except OSError as error:
        raise Failed(f"PARAF_METRICS: nobody can listen on {address}: {error.strerror}.") from None
    stack.callback(server.server_close)
    stack.callback(server.shutdown)
    return provider
