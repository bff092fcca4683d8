"""The four quarters of a year, and the names of a year's streams."""

from datetime import date, timedelta

QUARTERS = (1, 2, 3, 4)


def last_day(year: int, quarter: int) -> date:
    """Return the day a quarter ends on."""
    after = date(year + 1, 1, 1) if quarter == QUARTERS[-1] else date(year, 3 * quarter + 1, 1)
    return after - timedelta(days=1)


def action_stream(kind: str, year: int) -> str:
    """Return the stream of the action plan of a plan."""
    return f"action/{kind}-{year}"


def plan_of(stream: str) -> str:
    """Return the stream of the plan that an action plan, a quarter or the plan itself is of."""
    noun, _, of = stream.partition("/")
    return f"plan/{of.rpartition('-q')[0] if noun == 'quarter' else of}"


def quarter_stream(kind: str, year: int, quarter: int) -> str:
    """Return the stream of one quarter."""
    return f"quarter/{kind}-{year}-q{quarter}"


def report_stream(kind: str, year: int) -> str:
    """Return the stream of the annual report of a plan's year."""
    return f"report/{kind}-{year}"
