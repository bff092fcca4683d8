"""What the histories of all streams share: the acts by day, what to filter by, and the other histories of the plan."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from api.history.looking import Looking
from api.history.story import ALL_KINDS, Deed, Told
from api.http.address import plan_path
from api.http.frame import Frame
from api.reads.chains import Checked
from api.words import names
from api.words.clock import Clock
from api.words.words import Words
from domain.events import Event
from domain.office.state import Office
from domain.plan.text import Row

_WORDING = 60  # characters of a row's wording in a list


class Go(Protocol):
    """Gives the page's own address with other values in its query; None takes one out."""

    def __call__(self, **changes: object) -> str: ...


def story(
    frame: Frame,
    office: Office,
    name: str,
    looking: Looking[Any],
    told: Sequence[Told],
    checked: Checked,
    go: Go,
    streams: Sequence[tuple[str, str]],
    rows: Mapping[str, Row],
    cell: str,
) -> dict[str, Any]:
    """Return what `story.html` shows; `cell` names the row or cell that is asked for, in words."""
    words, clock = frame.words, frame.clock(office)
    kind, _, year = name.rpartition("-")
    people = {event.by.person: names.actor(words, event.by) for event in events(looking)}
    here = frame.path.partition("?")[0]
    return {
        "office": office,
        "base": plan_path(office, name),
        "here": here,
        "subject": names.short_title(words, kind, int(year)),
        "go": go,
        "looking": looking,
        "checked": checked,
        "days": _days(clock, told),
        "deed": looking.deed,
        "moments": [(act.last, _moment(words, clock, act)) for act in looking.shown],
        "position": max(0, sum(act.last <= looking.deed.last for act in looking.shown) - 1),
        "people": sorted(people.items(), key=lambda person: person[1]),
        "kinds": [(kind, words(ALL_KINDS[kind])) for kind in looking.kinds],
        "rows": _row_options(rows, looking.filters.row, cell),
        "cell": cell,
        "streams": [(_stream_name(words, which), path, path == here) for which, path in streams],
    }


def events(looking: Looking[Any]) -> Iterator[Event]:
    """Yield every event of every act."""
    return (event for act in looking.acts for _, event in act.recorded)


def _stream_name(words: Words, which: str) -> str:
    match which:
        case "plan":
            return words("The plan")
        case "action":
            return words("Action plan")
        case _:
            return words("Quarter {number}", number=names.quarter(int(which)))


def _days(clock: Clock, told: Sequence[Told]) -> list[tuple[date, list[Told]]]:
    days: dict[date, list[Told]] = {}
    for act in told:
        days.setdefault(clock.date(act.deed.recorded_at), []).append(act)
    return list(days.items())


def _moment(words: Words, clock: Clock, deed: Deed[Any]) -> str:
    when, name = clock.short(deed.recorded_at), names.actor(words, deed.by)
    return words("{when}, {name}: {what}", when=when, name=name, what=words(ALL_KINDS[deed.kind]))


def _row_options(rows: Mapping[str, Row], chosen: str, called: str) -> list[tuple[str, str]]:
    options = [(row.id, _short(row.text)) for row in rows.values()]
    if chosen and chosen not in rows:
        options.insert(0, (chosen, _short(called)))
    return options


def _short(text: str) -> str:
    return text if len(text) <= _WORDING else f"{text[: _WORDING - 1]}…"
