"""Logs as one JSON object a line, without secrets."""

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

from opentelemetry import trace

# A password inside any URL, whoever logs it.
_USERINFO = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s:/@]*):[^\s@]+@")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}


class Hush:
    """Replaces what must not be read."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # The longest first: a URL before the password in it.
        given = {secret for secret in secrets if len(secret) >= 6}
        given |= {json.dumps(secret, ensure_ascii=False)[1:-1] for secret in given}  # as a JSON line spells them
        known = sorted(given, key=len, reverse=True)
        self._known = re.compile("|".join(re.escape(secret) for secret in known)) if known else None

    def __call__(self, text: str) -> str:
        """Return the text with every secret as `***`."""
        if self._known is not None:
            text = self._known.sub("***", text)
        return _USERINFO.sub(r"\1:***@", text)


class JsonLines(logging.Formatter):
    """One record, one line; what was given as `extra` becomes a field of its own."""

    def __init__(self, hush: Hush, process: str) -> None:
        super().__init__()
        self._hush = hush
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if (within := trace.get_current_span().get_span_context()).is_valid:
            line["trace"] = trace.format_trace_id(within.trace_id)
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return self._hush(json.dumps(line, ensure_ascii=False, default=str))


def log_to_stderr(process: str, level: str, secrets: Iterable[str]) -> None:
    """Send everything that is logged in this process to standard error, as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(Hush(secrets), process))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # Says nothing that our own access line does not say.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # A collector that is away is told once for what was not sent, not for every try.
    logging.getLogger("opentelemetry").setLevel(logging.ERROR)
