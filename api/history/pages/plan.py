"""The pages of a plan's past: its history, told act by act as every stream's, and what two texts differ in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Protocol

from api.history.looking import Looking, TextVersion, versions
from api.history.story import ALL_KINDS, Deed, Told, changed_places
from api.http.address import plan_path
from api.http.frame import Frame, roles
from api.http.html import page
from api.plans.amendment.sentences import said_why
from api.plans.pages.plan import signatures
from api.plans.paper import differing, paper
from api.plans.sentences import change_sentence, heading
from api.plans.sheet import PaperShown
from api.plans.standing import tone
from api.reads.chains import Checked
from api.reads.plan import Past
from api.rights import may
from api.words import amending, names
from api.words.clock import Clock
from api.words.words import Words
from domain.events import Event
from domain.office.state import Office
from domain.plan.difference import place_of
from domain.plan.events import PlanDrafted
from domain.plan.facts import Change, RowAdded, RowRemoved
from domain.plan.state import Phase, Plan, text_digest
from domain.plan.text import Row, kind_of_row

_WORDING = 60  # characters of a row's wording in a list
_LISTED = 30  # versions to choose from; an older one is named in the address


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
        case "report":
            return words("Annual report")
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


def history(
    frame: Frame,
    office: Office,
    name: str,
    looking: Looking[Plan],
    told: Sequence[Told],
    checked: Checked,
    go: Go,
    streams: Sequence[tuple[str, str]],
) -> str:
    """Return the acts in time order, and beside them the plan after the chosen one."""
    words, clock = frame.words, frame.clock(office)
    deed = looking.deed
    rows = _rows(looking)
    now = looking.acts[-1].after
    made = versions(recorded for act in looking.acts for recorded in act.recorded)
    cell = cell_name(words, rows, looking.filters.row, now)
    return page(
        frame,
        "history/history.html",
        **story(frame, office, name, looking, told, checked, go, streams, rows, cell),
        plan=deed.after,
        tone=tone(deed.after),
        phase=names.phase(words, deed.after),
        exists=deed.after.phase is not Phase.ABSENT,
        paper=_paper(words, looking),
        signatures=signatures(deed.after),
        versions=listed(words, clock, made, now, deed.after.version),
        compared=(_older(made, deed.after.version), now.version),
        may_restore=0 < deed.after.version < now.version
        and not now.signatures
        and may("edit-text", roles(frame, office), now.phase),
        newest=now.version,
        command_id=frame.new_id(),
    )


def differences(
    frame: Frame, office: Office, name: str, past: Past, old: Plan, new: Plan, changes: Sequence[Change]
) -> str:
    """Return what changed from the old text to the new one, and nothing else."""
    words, clock = frame.words, frame.clock(office)
    made = versions(past.recorded)
    # A row is called as the old text called it, a new one as the new.
    rows = {**new.text.rows(), **old.text.rows()}
    return page(
        frame,
        "history/differences.html",
        office=office,
        name=name,
        base=plan_path(office, name),
        old=old,
        new=new,
        text_digest=text_digest,
        made={version.number: version for version in made},
        told=[
            change_sentence(words, change, rows, new) + said_why(new, place_of(change), old.version)
            for change in changes
        ],
        paper=differing(paper(words, new.text, old.text, of=new)),
        versions=listed(words, clock, made, past.now, old.version, new.version),
        amendments=[
            (before.version, after.version, amending.called(words, after.amendment.number))
            for before, after in pairwise(past.now.amended)
            if after.amendment is not None
        ],
    )


def listed(words: Words, clock: Clock, made: Sequence[TextVersion], now: Plan, *chosen: int) -> list[tuple[int, str]]:
    """Return the newest versions to choose from, those that were signed, and the chosen ones.

    Each says when and by whom it was made, and which amendment it is.
    """
    signed = {held.version: amending.held(words, held) for held in now.amended}
    wanted = {*chosen, *signed, now.version}
    return [
        (
            v.number,
            " · ".join(
                filter(
                    None,
                    (
                        words(
                            "Version {version}, {when}, {name}", version=v.number, when=clock.short(v.at), name=v.name
                        ),
                        signed.get(v.number, ""),
                    ),
                )
            ),
        )
        for n, v in enumerate(made)
        if n >= len(made) - _LISTED or v.number in wanted
    ]


def cell_name(words: Words, rows: Mapping[str, Row], place: str, of: Plan | None = None) -> str:
    """Name a row or a cell in words: *target of …*; empty where nothing is asked for."""
    if not place:
        return ""
    row, _, field = place.partition(".")
    printed = field in names.DETAILS or field.startswith("blocks.")
    if place in names.DETAILS or (printed and row not in rows):
        detail = names.detail(words, field or row)
        return words("{detail}, part {part}", detail=detail, part=row) if field else detail
    wording = rows[row].text if row in rows else row
    match field:
        case "target":
            return words("target of “{row}”", row=wording)
        case "allotted":
            return words("budget of “{row}”", row=wording)
    if of is not None and field not in ("", "text") and row in rows:
        part = next((part.key for part in of.text.parts if any(each.id == row for each in part.rows())), "")
        return words("“{column}” of “{row}”", column=heading(of, part, kind_of_row(rows[row]), field), row=wording)
    return f"“{wording}”"


def _paper(words: Words, looking: Looking[Plan]) -> PaperShown:
    """The plan after the act: the cells that it wrote are lit, what it removed is struck."""
    deed, row = looking.deed, looking.filters.row
    after, events = deed.after, [event for _, event in deed.recorded]
    if not looking.chosen and row:
        asked = after.text.rows().get(row)
        fields = ("text", "target", "allotted", *(cell.column for cell in asked.cells)) if asked else ()
        return paper(words, after.text, lit=[row, *(f"{row}.{field}" for field in fields)], of=after)
    if looking.entry is not None:
        lit = changed_places(next(event for entry, event in deed.recorded if entry.position == looking.entry))
    else:
        lit = deed.places
    if any(isinstance(event, PlanDrafted) for event in events):
        # Where everything is new, nothing stands out.
        return paper(words, after.text, lit=lit if looking.entry is not None else (), of=after)
    return paper(words, after.text, deed.before.text, lit, of=after)


def _older(made: Sequence[TextVersion], number: int) -> int:
    """The version before this one; the first has none."""
    return max((version.number for version in made if version.number < number), default=number)


def _rows(looking: Looking[Plan]) -> dict[str, Row]:
    """Every row that the plan ever had, as it reads now or read last; those of today first."""
    now = looking.acts[-1].after.text.rows()
    past: dict[str, Row] = {}
    for event in events(looking):
        if isinstance(event, RowAdded | RowRemoved):
            past[event.row.id] = event.row
    return {**now, **{row: was for row, was in past.items() if row not in now}}
