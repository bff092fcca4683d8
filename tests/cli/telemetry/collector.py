"""A collector of traces: OTLP over HTTP, as a real one takes it."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import KeyValue


@dataclass(frozen=True)
class Span:
    """A span as it arrived; its ids are hexadecimal."""

    service: str
    name: str
    trace: str
    id: str
    parent: str
    said: dict[str, Any]


class Collector:
    """Where it is, and the spans that it was sent."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.raw: list[bytes] = []
        self.spans: list[Span] = []
        self._loop = asyncio.get_running_loop()
        self._came = asyncio.Event()

    def take(self, body: bytes) -> None:
        """Keep what was sent, from whatever thread."""
        self._loop.call_soon_threadsafe(self._keep, body)

    async def trace_of(self, command: str, names: set[str]) -> list[Span]:
        """Return the spans of the command's trace when all of these names are among them."""
        while True:
            self._came.clear()
            traces = {span.trace for span in self.spans if span.said.get("paraf.command") == command}
            found = [span for span in self.spans if span.trace in traces]
            if names <= {span.name for span in found}:
                return found
            await self._came.wait()

    def _keep(self, body: bytes) -> None:
        self.raw.append(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            service = _said(resource.resource.attributes)["service.name"]
            for scope in resource.scope_spans:
                self.spans += [
                    Span(
                        service,
                        span.name,
                        span.trace_id.hex(),
                        span.span_id.hex(),
                        span.parent_span_id.hex(),
                        _said(span.attributes),
                    )
                    for span in scope.spans
                ]
        self._came.set()


def _said(attributes: Any) -> dict[str, Any]:
    def value(pair: KeyValue) -> Any:
        return getattr(pair.value, pair.value.WhichOneof("value") or "string_value")

    return {pair.key: value(pair) for pair in attributes}


@contextmanager
def collecting() -> Iterator[Collector]:
    """Collect on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            if self.path == "/v1/traces":
                collector.take(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("content-type", "application/x-protobuf")
            self.end_headers()
            self.wfile.write(ExportTraceServiceResponse().SerializeToString())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        collector = Collector(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield collector
        finally:
            server.shutdown()
            thread.join()
