"""The alert rules and the dashboard, as their programs read them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import yaml

WATCH = Path("deploy/watch")


def alerts() -> list[dict[str, Any]]:
    """Return the rules."""
    groups = yaml.safe_load((WATCH / "rules.yaml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def dashboard() -> dict[str, Any]:
    """Return the dashboard."""
    return dict(json.loads((WATCH / "dashboard.json").read_text()))


def shown_on_the_dashboard() -> list[str]:
    """Return its expressions, with the interval that Grafana would fill in."""
    targets = [target for panel in dashboard()["panels"] for target in panel["targets"]]
    return [target["expr"].replace("$__rate_interval", "1m") for target in targets]


def metrics_of(expression: str) -> Iterator[str]:
    """Yield the names of the metrics that an expression asks for."""
    found: list[str] = []

    def look(part: promql_parser.Expr) -> bool:
        if isinstance(part, promql_parser.VectorSelector) and part.name:
            found.append(part.name)
        return True

    promql_parser.walk(promql_parser.parse(expression), look)
    yield from found
