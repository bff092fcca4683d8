"""A quarter to be signed: its exact document, or its rows as text, with what signing means; and the proof of an act."""

from collections.abc import Mapping

from api.history.proof import Title, proof_page
from api.http.address import plan_path
from api.http.frame import Frame, duties, endorsing
from api.http.html import page
from api.http.leaves import Viewing, headed, leaves, signing_before
from api.http.problems import Problem
from api.plans.standing import StandingShown
from api.quarters.pages.quarter import not_followed, title
from api.words import measuring, names
from api.words.words import Words
from domain.events import Event
from domain.kernel.numbers import spell_rupiah
from domain.office.state import Office
from domain.quarter.content import quarter_digest
from domain.quarter.events import QuarterSigned, RealisationFiled, RealisationReturned, RealisationVerified
from domain.quarter.figures import Figure
from domain.quarter.line import Line
from domain.quarter.outcome import figures
from domain.quarter.row import QuarterBasis
from domain.quarter.state import Quarter
from eventstore.entry import Receipt

_Group = tuple[str, list[tuple[str, list[tuple[str, str]]]]]


def quarter_signing(
    frame: Frame,
    office: Office,
    quarter: Quarter,
    newer: QuarterBasis | None,
    reading: Viewing,
    problem: Problem | None,
    command_id: str,
    typed: Mapping[str, str],
) -> str:
    """Return the page; `why` says so where the viewer cannot sign, `newer` is an amendment that it does not follow."""
    words, held = frame.words, duties(frame, office)
    person = frame.viewer.person if frame.viewer else ""
    open_ones = quarter.open_steps()
    own = next((step for step in open_ones if step.duty in held), None)
    step = own or open_ones[0]
    if own is not None and person in quarter.barred(own):
        signatory, why = None, words("You filed figures of this quarter, so you cannot sign it.")
    else:
        signatory, why = endorsing(frame, office, own, _standing(words, office, quarter).sentence)
    layout = reading.layout
    return page(
        frame,
        "quarters/sign.html",
        office=office,
        problem=problem,
        quarter=quarter,
        newer="" if newer is None else not_followed(frame, office, newer),
        title=title(frame, quarter),
        base=plan_path(office, f"{quarter.kind}-{quarter.year}"),
        step=step,
        shown=None if layout is None else leaves(layout, *headed(layout, signing_before(quarter, step))),
        as_text=reading.as_text,
        rows=_rows(words, quarter) if reading.as_text else (),
        acts_as=signatory,
        why=why,
        digest_now=quarter_digest(quarter),
        command_id=command_id,
        typed=typed,
    )


def quarter_proof(frame: Frame, office: Office, quarter: Quarter, receipt: Receipt) -> str:
    """Return what a command made happen, where it stands in the log, and what happens next."""
    words = frame.words
    return proof_page(
        frame,
        office,
        quarter,
        receipt,
        base=f"{plan_path(office, f'{quarter.kind}-{quarter.year}')}/quarters/{quarter.quarter}",
        whole=words("To the quarter"),
        stands=_standing(words, office, quarter),
        titled=lambda event: _titled(words, event),
    )


def _standing(words: Words, office: Office, quarter: Quarter) -> StandingShown:
    steps = [names.step(words, step, office) for step in quarter.open_steps()]
    sentence = words("Waiting for: {steps}.", steps=words(" and ").join(steps)) if steps else ""
    return StandingShown(measuring.PHASE_TONES[quarter.phase], words(measuring.PHASES[quarter.phase]), sentence)


def _titled(words: Words, event: Event) -> Title | None:
    match event:
        case QuarterSigned():
            return words("The quarter is signed"), "done", "pen"
        case RealisationFiled():
            return words("The row is filed"), "done", "check"
        case RealisationVerified():
            return words("The row is verified"), "done", "check"
        case RealisationReturned():
            return words("The row was returned"), "returned", "back"
        case _:
            return None


def _rows(words: Words, quarter: Quarter) -> list[_Group]:
    """Return what the document prints of every indicator, by goal, and of the money."""
    found = dict(zip(quarter.lines, figures(quarter), strict=True))
    groups = [
        (goal.text, [
            (line.row.indicator.text, _facts(words, line, found[key]))
            for key, line in quarter.lines.items()
            if line.row.indicator.goal == goal.id
        ])
        for goal in quarter.goals
    ]  # fmt: skip
    money = [
        (one.of.programme.text, [
            (words("Budget"), spell_rupiah(one.of.allotted)),
            (words("Spent this year"), "—" if one.realised is None else spell_rupiah(one.realised)),
        ])
        for one in quarter.budget.values()
    ]  # fmt: skip
    return [group for group in (*groups, (words("Budget"), money)) if group[1]]


def _facts(words: Words, line: Line, figure: Figure) -> list[tuple[str, str]]:
    filing = line.filing
    told = [
        (words("Target"), measuring.aim(words, line.row.policy, line.row.target)),
        (words("Realisation"), measuring.reading(words, line.row.policy, line.reading) if filing else "—"),
        (words("Achievement"), measuring.figure_of(words, line.standing, figure.quarter)),
        (words("Year so far"), measuring.figure_of(words, line.standing, figure.year)),
    ]
    if filing is not None:
        told += [
            (words("Why below the target or the previous quarter"), filing.justification),
            (words("Explanation"), filing.explanation),
        ]
    return [(name, text) for name, text in told if text]
