"""The alert rules and the dashboard: what each means and what to do stands beside it."""

import promql_parser

from tests.cli.telemetry.watch import alerts, dashboard, metrics_of, shown_on_the_dashboard


def test_every_alert_can_be_read_and_says_what_it_means_and_what_to_do() -> None:
    for rule in alerts():
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}, rule["alert"]
        assert list(metrics_of(rule["expr"])), rule["alert"]
        assert "for" not in rule or promql_parser.parse_duration(rule["for"]).total_seconds() > 0
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert all(rule["annotations"][said] for said in ("summary", "meaning", "action")), rule["alert"]
    names = [rule["alert"] for rule in alerts()]
    assert len(set(names)) == len(names)


def test_every_panel_asks_for_something_and_says_what_it_is() -> None:
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}
    assert len(places) == len(panels)
    assert all(panel["description"] and panel["targets"] for panel in panels)
    assert all(list(metrics_of(expression)) for expression in shown_on_the_dashboard())
