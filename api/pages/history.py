"""The pages of a plan's past: its history with the plan beside it, and what two texts differ in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from api.chains import Checked
from api.pages.frame import Frame
from api.pages.render import page, plan_path
from api.pages.shared import signatures
from api.past import Past
from api.presentation import names
from api.presentation.change_sentences import change_sentence
from api.presentation.clock import Clock
from api.presentation.looking import Looking
from api.presentation.paper import Paper, differing, paper
from api.presentation.sentences import Teller
from api.presentation.standing import tone
from api.presentation.story import KINDS, Deed, Told, changed_places, tell
from api.presentation.versions import Version, versions
from api.presentation.words import Words
from domain.acts import PlanDrafted
from domain.events import Event
from domain.facts import Change, RowAdded, RowRemoved
from domain.office import Office
from domain.plan import Phase, Plan, text_digest
from domain.text import Row

_LISTED = 30  # versions to choose from; an older one is named in the address
_WORDING = 60  # characters of a row's wording in a list


class Go(Protocol):
    """Gives the page's own address with other values in its query; None takes one out."""

    def __call__(self, **changes: object) -> str: ...


def history(frame: Frame, office: Office, name: str, looking: Looking, checked: Checked, go: Go) -> str:
    """Return the acts in time order, and beside them the plan after the chosen one."""
    words, clock = frame.words, frame.clock(office)
    teller = Teller(words, clock, office)
    deed = looking.deed
    told = [tell(teller, act, looking.filters) for act in looking.shown]
    rows = _rows(looking.acts)
    people = {event.by.person: names.actor(words, event.by) for event in _events(looking.acts)}
    now = looking.acts[-1].after
    made = versions(recorded for act in looking.acts for recorded in act.recorded)
    return page(
        frame,
        "history.html",
        office=office,
        name=name,
        base=plan_path(office, name),
        now=now,
        go=go,
        looking=looking,
        checked=checked,
        days=_days(clock, told),
        deed=deed,
        plan=deed.after,
        tone=tone(deed.after),
        phase=names.phase(words, deed.after),
        exists=deed.after.phase is not Phase.ABSENT,
        paper=_paper(words, looking),
        signatures=signatures(deed.after),
        moments=[(act.last, _moment(words, clock, act)) for act in looking.shown],
        position=max(0, sum(act.last <= deed.last for act in looking.shown) - 1),
        people=sorted(people.items(), key=lambda person: person[1]),
        kinds=[(kind, words(msgid)) for kind, msgid in KINDS.items()],
        rows=_row_options(words, rows, looking.filters.row),
        cell=cell_name(words, rows, looking.filters.row),
        versions=listed(words, clock, made, deed.after.version, now.version),
        compared=(_older(made, deed.after.version), now.version),
    )


def differences(
    frame: Frame, office: Office, name: str, past: Past, old: Plan, new: Plan, changes: Sequence[Change]
) -> str:
    """Return what changed from the old text to the new one, and nothing else."""
    words, clock = frame.words, frame.clock(office)
    made = versions(past.told)
    # A row is called as the old text called it, a new one as the new.
    rows = {**new.text.rows(), **old.text.rows()}
    return page(
        frame,
        "differences.html",
        office=office,
        name=name,
        base=plan_path(office, name),
        old=old,
        new=new,
        text_digest=text_digest,
        made={version.number: version for version in made},
        told=[change_sentence(words, change, rows) for change in changes],
        paper=differing(paper(words, new.text, old.text)),
        versions=listed(words, clock, made, old.version, new.version),
    )


def listed(words: Words, clock: Clock, made: Sequence[Version], *chosen: int) -> list[tuple[int, str]]:
    """Return the newest versions to choose from, and the chosen ones, each with when and by whom it was made."""
    return [
        (v.number, words("Version {version}, {when}, {name}", version=v.number, when=clock.short(v.at), name=v.name))
        for n, v in enumerate(made)
        if n >= len(made) - _LISTED or v.number in chosen
    ]


def cell_name(words: Words, rows: Mapping[str, Row], place: str) -> str:
    """Name a row or a cell in words: *target of …*; empty where nothing is asked for."""
    if not place:
        return ""
    row, _, field = place.partition(".")
    if place in names.DETAILS or (field in names.DETAILS and row not in rows):
        detail = words(names.DETAILS[field or row])
        return words("{detail}, part {part}", detail=detail, part=row) if field else detail
    wording = rows[row].text if row in rows else row
    match field:
        case "target":
            return words("target of “{row}”", row=wording)
        case "allotted":
            return words("budget of “{row}”", row=wording)
    return f"“{wording}”"


def _days(clock: Clock, told: Sequence[Told]) -> list[tuple[date, list[Told]]]:
    days: dict[date, list[Told]] = {}
    for act in told:
        days.setdefault(clock.date(act.deed.recorded_at), []).append(act)
    return list(days.items())


def _paper(words: Words, looking: Looking) -> Paper:
    """The plan after the act: the cells that it wrote are lit, what it removed is struck."""
    deed, row = looking.deed, looking.filters.row
    events = [event for _, event in deed.recorded]
    if not looking.chosen and row:
        return paper(words, deed.after.text, lit=[row, *(f"{row}.{field}" for field in ("text", "target", "allotted"))])
    if looking.entry is not None:
        lit = changed_places(next(event for entry, event in deed.recorded if entry.position == looking.entry))
    else:
        lit = deed.places
    if any(isinstance(event, PlanDrafted) for event in events):
        # Where everything is new, nothing stands out.
        return paper(words, deed.after.text, lit=lit if looking.entry is not None else ())
    return paper(words, deed.after.text, deed.before.text, lit)


def _moment(words: Words, clock: Clock, deed: Deed) -> str:
    when, name = clock.short(deed.recorded_at), names.actor(words, deed.by)
    return words("{when}, {name}: {what}", when=when, name=name, what=words(KINDS[deed.kind]))


def _older(made: Sequence[Version], number: int) -> int:
    """The version before this one; the first has none."""
    return max((version.number for version in made if version.number < number), default=number)


def _events(acts: Iterable[Deed]) -> Iterator[Event]:
    return (event for act in acts for _, event in act.recorded)


def _rows(acts: Sequence[Deed]) -> dict[str, Row]:
    """Every row that the plan ever had, as it reads now or read last; those of today first."""
    now = acts[-1].after.text.rows()
    past: dict[str, Row] = {}
    for event in _events(acts):
        if isinstance(event, RowAdded | RowRemoved):
            past[event.row.id] = event.row
    return {**now, **{row: was for row, was in past.items() if row not in now}}


def _row_options(words: Words, rows: Mapping[str, Row], chosen: str) -> list[tuple[str, str]]:
    options = [(row.id, _short(row.text)) for row in rows.values()]
    if chosen and chosen not in rows:
        options.insert(0, (chosen, _short(cell_name(words, rows, chosen))))
    return options


def _short(text: str) -> str:
    return text if len(text) <= _WORDING else f"{text[: _WORDING - 1]}…"
