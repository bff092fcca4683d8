"""A route while it is typed: a table of steps, in which a row without an act is no step."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from api.http import reading
from api.offices.bodies import RouteBody
from domain.kernel.canonical import canonical
from domain.route.route import Route

_NAME = re.compile(r"steps-(?P<n>[0-9]{1,3})-(?P<column>key|order|role|act|part)")
_MOST = 50  # rows


@dataclass(frozen=True)
class RouteRow:
    """One step as typed; `key` is empty where the row is new."""

    key: str = ""
    order: str = ""
    role: str = ""
    act: str = ""
    part: str = ""


@dataclass(frozen=True)
class RouteForm:
    """The rows that are steps, in the order in which they stand."""

    kind: str
    rows: tuple[RouteRow, ...]

    @classmethod
    def from_route(cls, kind: str, route: Route) -> "RouteForm":
        """Return the form that shows a route."""
        return cls(kind, tuple(RouteRow(s.key, str(s.order), s.role, s.act, s.part) for s in route))

    @classmethod
    def from_fields(cls, fields: Iterable[tuple[str, str]]) -> "RouteForm":
        """Return what a browser sent: `kind`, `steps-0-role` and its like. Fields of other names are not ours."""
        kind, rows = "", dict[int, RouteRow]()
        for name, value in fields:
            if name == "kind":
                kind = value
            elif found := _NAME.fullmatch(name):
                n = int(found["n"])
                rows[n] = replace(rows.get(n, RouteRow()), **{found["column"]: value.strip()})
        return cls(kind, tuple(row for _, row in sorted(rows.items()) if row.act)[:_MOST])

    def body(self) -> RouteBody:
        """Return the command's body. Raises `Unprocessable` that names every wrong field (`steps.0.order`)."""
        named = self.named()
        steps = [asdict(row) | {"order": _number(row.order)} for row in named.rows]
        return reading.filled(RouteBody, canonical({"kind": self.kind, "steps": steps}), None)

    def named(self) -> "RouteForm":
        """Return the form with a key for every row: a new one is called by what it asks, as long as that is free."""
        keys = {row.key for row in self.rows if row.key}
        rows = []
        for row in self.rows:
            key = row.key
            if not key:
                stem = "-".join(re.findall("[a-z0-9]+", f"{row.role} {row.act} {row.part}".lower()))
                free = [stem, *(f"{stem}-{n}" for n in range(2, len(self.rows) + 2))]
                key = next(name for name in free if name not in keys)
                keys.add(key)
            rows.append(replace(row, key=key))
        return replace(self, rows=tuple(rows))


def _number(text: str) -> int | str:
    # What is no number stays as it was typed, to be refused at its place.
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else text
