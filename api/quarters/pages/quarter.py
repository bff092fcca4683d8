"""A quarter: what the viewer owes, who has not filed, every row with its state and figure, budgets, signatures."""

from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from api.http.address import plan_path
from api.http.frame import Frame, duties, roles
from api.http.html import page
from api.http.problems import Problem
from api.http.reading import Fields
from api.readings.heard import CellHeard, heard_spent
from api.rights import may
from api.words import measuring, names
from api.words.telling import said_amendment
from api.words.words import Words
from api.year.figures import MoneyShown, ProgrammeShown, money_shown, year_path
from domain.kernel.actor import Role
from domain.kernel.numbers import spell_rupiah
from domain.kernel.streams import last_day
from domain.measure.flags import Flag
from domain.office.state import Office
from domain.quarter.content import quarter_digest
from domain.quarter.followed import joined, row_before
from domain.quarter.line import Line, Spending, Standing
from domain.quarter.lowered import lowered_rows
from domain.quarter.outcome import figures, money_of
from domain.quarter.row import QuarterBasis
from domain.quarter.state import Quarter, QuarterPhase

_LONGEST = 300  # characters that are sought


@dataclass(frozen=True)
class QuarterRowShown:
    """One indicator in the table, in words: `mark` is what an amended plan made of it, `was` its target before."""

    key: str
    line: Line
    state: str
    tone: str
    target: str
    reading: str
    before: str
    quarter: str
    year: str
    mark: str = ""
    was: str = ""


@dataclass(frozen=True)
class SpendingShown:
    """What was reported of a programme, what it came to, whether it can be gone on without, what typed money says.

    `mark` is what an amended plan made of it.
    """

    spending: Spending
    money: ProgrammeShown
    may_waive: bool
    heard: CellHeard
    mark: str


def quarter(
    frame: Frame,
    office: Office,
    shown: Quarter,
    newer: QuarterBasis | None,
    problem: Problem | None,
    command_id: str,
    fields: Fields,
) -> str:
    """Return the page; `fields` are what somebody typed into one of its forms.

    `newer` is the amended plan in force on its last day that its action plan does not follow yet.
    """
    words, held = frame.words, roles(frame, office)
    person = frame.viewer.person if frame.viewer else ""
    base, typed = plan_path(office, f"{shown.kind}-{shown.year}"), dict(fields)
    checks, wanted = may("verify-realisations", held, shown.phase), _asked(frame, "standing")
    sought = _asked(frame, "row")[:_LONGEST].strip()
    said = zip(shown.lines.values(), _pairs(frame, shown), strict=True)
    rows = [_marked(frame, shown, row_shown(frame, line, *pair, checks=checks)) for line, pair in said]
    live = shown.phase is not QuarterPhase.CLOSED
    owed = [row for row in rows if live and row.line.standing.owed]
    open_step = next((s for s in shown.open_steps() if s.duty in duties(frame, office)), None)
    counted = Counter(o.name for row in owed for o in row.line.row.owners)
    handed = shown.lines.get(typed.get("indicator") or _asked(frame, "hand-over"))
    money = _money(frame, office, shown, base)
    over = frame.now >= shown.window.closes and may("waive-realisation", held, shown.phase)
    return page(
        frame,
        "quarters/quarter.html",
        office=office,
        problem=problem,
        quarter=shown,
        base=base,
        here=f"{base}/quarters/{shown.quarter}",
        title=title(frame, shown),
        tone=measuring.PHASE_TONES[shown.phase],
        state_text=words(measuring.PHASES[shown.phase]),
        window=window(frame, office, shown),
        measured_by=measured_by(frame, office, shown.basis),
        newer="" if newer is None else not_followed(frame, office, newer),
        lowered=len(lowered_rows(shown)),
        lowered_text=words(measuring.FLAGS[Flag.TARGET_LOWERED]),
        later=[(row, _filed_before(words, shown.ended.get(row.indicator.id))) for row in shown.later],
        ended=[
            (line.row.indicator.text, _filed_before(words, line))
            for key, line in shown.ended.items()
            if key not in {row.indicator.id for row in shown.later}
        ],
        rows=[row for row in rows if wanted in ("", row.line.standing) and _holds(row, sought)],
        wanted=wanted,
        sought=sought,
        mine=[row for row in owed if person in {o.person for o in row.line.row.owners}] if Role.OWNER in held else [],
        missing=sorted(counted.items(), key=lambda item: (-item[1], item[0])),
        states=[(s.value, measuring.standing(words, s, checks=checks), t, n) for s, t, n in _standings(shown)],
        to_check=len(checkable(shown, person)) if checks else 0,
        money=money,
        programmes=[
            SpendingShown(
                spending,
                one,
                over and not spending.settled,
                heard_spent(words, spending.of, typed.get("realised", "")),
                _money_mark(words, shown, spending),
            )
            for spending, one in zip(shown.budget.values(), money.programmes, strict=True)
        ],
        may_spend=live and shown.window.holds(frame.now) and may("file-budget", held, shown.phase),
        may_hand_over=may("hand-over-realisation", held, shown.phase),
        owners=sorted(((p, office.people[p]) for p in office.holders(Role.OWNER)), key=lambda owner: owner[1]),
        ticked={value for name, value in fields if name == "owners"},
        handed=None if handed is None else handed.row,
        may_extend=may("extend-window", held, shown.phase),
        may_reopen=may("reopen-quarter", held, shown.phase),
        step=open_step,
        maker=open_step is not None and person in shown.barred(open_step),
        stations=[
            (
                words("Signature of the {role}", role=names.holder(words, s, office)),
                next((e for e in shown.given if e.step == s.key), None),
            )
            for s in shown.route
        ],
        digest_now=quarter_digest(shown),
        void=shown.void_documents,
        command_id=command_id,
        typed=typed,
    )


def measured_by(frame: Frame, office: Office, basis: QuarterBasis) -> str:
    """Say which text of the plan a quarter is measured by."""
    amendment = said_amendment(frame.words, frame.clock(office), basis.amendment, basis.effective)
    return frame.words(
        "Measured by version {version} of the plan, {amendment}.", version=basis.version, amendment=amendment
    )


def not_followed(frame: Frame, office: Office, newer: QuarterBasis) -> str:
    """Say that the plan was amended, and that the quarter goes on by that once its action plan follows it."""
    amendment = said_amendment(frame.words, frame.clock(office), newer.amendment, newer.effective)
    return frame.words(
        "The plan was amended since ({amendment}): the quarter goes on by that once the action plan that follows it is "
        "signed.",
        amendment=amendment,
    )


def _marked(frame: Frame, shown: Quarter, row: QuarterRowShown) -> QuarterRowShown:
    words, was = frame.words, row_before(shown.followings, row.key)
    if joined(shown.followings, row.key):
        return replace(row, mark=words("new"))
    if was is None:
        return row
    before = measuring.aim(words, was.policy, was.target)
    return replace(row, mark=words("changed"), was=before if before != row.target else "")


def _money_mark(words: Words, shown: Quarter, spending: Spending) -> str:
    key = spending.of.programme.id
    if joined(shown.followings, key):
        return words("new")
    was = next((each.programmes[key] for each in reversed(shown.followings) if key in each.programmes), None)
    if was is None or was.allotted == spending.of.allotted:
        return ""
    return words("before: {amount}", amount=spell_rupiah(was.allotted))


def _filed_before(words: Words, line: Line | None) -> str:
    """Say what had been filed of a row that is not asked for any more; empty where nothing was."""
    return "" if line is None or line.filing is None else measuring.reading(words, line.row.policy, line.filing.reading)


def _holds(row: QuarterRowShown, sought: str) -> bool:
    """Whether what is sought stands in the wording of a row, or in the name of one of its owners."""
    owners = (owner.name for owner in row.line.row.owners)
    return any(sought.casefold() in said.casefold() for said in (row.line.row.indicator.text, *owners))


def checkable(shown: Quarter, person: str) -> list[Line]:
    """Return the rows that wait to be verified by somebody who filed none of them."""
    return [line for line in shown.lines.values() if line.standing is Standing.FILED and person not in line.makers]


def _asked(frame: Frame, name: str) -> str:
    """Return what the address asks for."""
    return next((value for key, value in parse_qsl(frame.path.partition("?")[2]) if key == name), "")


def _money(frame: Frame, office: Office, shown: Quarter, base: str) -> MoneyShown:
    lines = office.quadrant_lines(last_day(shown.year, shown.quarter))
    rows = {key: (line.row.indicator.text, year_path(base, key, shown.quarter)) for key, line in shown.lines.items()}
    return money_shown(frame, money_of(shown, lines), shown, rows)


def title(frame: Frame, shown: Quarter) -> str:
    """Name the quarter."""
    return frame.words("Quarter {number} of {year}", number=names.quarter(shown.quarter), year=str(shown.year))


def window(frame: Frame, office: Office, shown: Quarter) -> str:
    """Say until when something can be filed."""
    words, clock, held = frame.words, frame.clock(office), shown.window
    if shown.closing is not None:
        return words("Closed on {at}.", at=clock.moment(shown.closing.at))
    if frame.now < held.opens:
        return words("The window opens on {at}.", at=clock.moment(held.opens))
    if frame.now < held.closes:
        return words("The window is open until {at}.", at=clock.moment(held.closes))
    return words("The window closed on {at}.", at=clock.moment(held.closes))


def row_shown(frame: Frame, line: Line, of_quarter: str, of_year: str, *, checks: bool = False) -> QuarterRowShown:
    """Return a row in words, to whoever checks it as something to do; figures are said already."""
    words, policy, previous = frame.words, line.row.policy, line.row.previous
    return QuarterRowShown(
        key=line.row.indicator.id,
        line=line,
        state=measuring.standing(words, line.standing, checks=checks),
        tone=measuring.STANDING_TONES[line.standing],
        target=measuring.aim(words, policy, line.row.target),
        reading=measuring.reading(words, policy, line.reading) if line.filing or line.standing.settled else "",
        before=measuring.reading(words, policy, previous.reading) if previous else "",
        quarter=of_quarter,
        year=of_year,
    )


def _pairs(frame: Frame, shown: Quarter) -> list[tuple[str, str]]:
    words = frame.words
    return [
        (
            measuring.figure_of(words, line.standing, f.quarter),
            measuring.figure_of(words, line.standing, f.year),
        )
        for line, f in zip(shown.lines.values(), figures(shown), strict=True)
    ]


def _standings(shown: Quarter) -> list[tuple[Standing, str, int]]:
    counted = Counter(line.standing for line in shown.lines.values())
    return [(s, tone, counted[s]) for s, tone in measuring.STANDING_TONES.items() if counted[s]]
