"""What a careful reader would ask of a report: claims that its figures deny, and what is neither said nor known."""

import re
from collections.abc import Iterator

from domain.kernel.errors import N_
from domain.kernel.exact import spell_plain
from domain.kernel.numbers import number, spell_percentage
from domain.measure.realisation import State
from domain.measure.target import Missing, spell_target
from domain.plan.questions import Question
from domain.report.state import Report
from domain.report.text import ROMAN, GapKind, ReportedIndicator, about

_DENIED = r"(?:(?:tidak|belum|kurang|gagal|hampir|nyaris|not|never)\s+(?:\w+\s+){0,2})"
_CLAIM = re.compile(
    rf"(?P<no>{_DENIED})?\b(?:tercapai|terpenuhi|terlampaui|melampaui(?:\s+target)?|memenuhi\s+target|mencapai\s+target|"
    r"reached|achieved|exceeded)\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:seluruh|semua|setiap|segenap|all|every)\b", re.IGNORECASE)
_SHARE = re.compile(r"\bcapaian\D{0,24}?(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:%|persen)", re.IGNORECASE)
_GENERAL = ("foreword", "summary", "performance", "conclusion")


def doubts(report: Report) -> Iterator[Question]:
    """Yield every doubt, those that somebody claims first."""
    words = {section.key: section.body for section in report.text.sections}
    rows = list(report.year_taken.indicators())
    for row in rows:
        yield from _of_row(row, words[about(row.indicator.id)])
    missed = [row for row in rows if not _has_reached(row)]
    for key in _GENERAL:
        for sentence in _sentences(words[key]):
            if missed and _ALL.search(sentence) and _claims(sentence):
                said = N_("“{said}” is written here, but {count} of {all} indicators did not reach their target.")
                yield Question(
                    "claim-denied",
                    said,
                    key,
                    {"said": _short(sentence), "count": str(len(missed)), "all": str(len(rows))},
                )
    for row in missed:
        if about(row.indicator.id) not in report.written and not _explained(row):
            silent = N_("“{text}” did not reach its target, and nobody says why.")
            yield Question("shortfall-unexplained", silent, about(row.indicator.id), {"text": row.indicator.text})
    yield from _gaps(report)
    for row in rows:
        if not report.beside(row):
            alone = N_("“{text}” stands beside nothing: neither last year's figure, nor an end target, nor another's.")
            yield Question("not-compared", alone, about(row.indicator.id), {"text": row.indicator.text})


def _of_row(row: ReportedIndicator, body: str) -> Iterator[Question]:
    """A claim of success that the figures deny, and a figure that is another than what the year came to."""
    place, figure = about(row.indicator.id), row.year.figure
    if not _has_reached(row) and row.year.state is not State.NOT_APPLICABLE:
        claim = next((sentence for sentence in _sentences(body) if _claims(sentence)), None)
        if claim is not None:
            denied = N_("“{said}” is written here, but the year came to {reached} of {target}.")
            reached = "–" if isinstance(row.realised, Missing) else spell_target(row.realised)
            known = {"said": _short(claim), "reached": reached, "target": spell_target(row.indicator.target)}
            yield Question("claim-denied", denied, place, known)
    known_figures = {each.figure for each in row.quarters} | {figure} | {each.achievement for each in row.beside}
    for match in _SHARE.finditer(body):
        said = number(match[1].replace(".", ","))
        if figure is not None and all(
            said != round(each, _places(match[1])) for each in known_figures if each is not None
        ):
            other = N_("An achievement of {said}% is written here; the year came to {figure}.")
            yield Question(
                "figure-differs", other, place, {"said": spell_plain(said), "figure": spell_percentage(figure)}
            )


def _places(said: str) -> int:
    return len(re.split("[.,]", said)[1]) if re.search("[.,]", said) else 0


def _has_reached(row: ReportedIndicator) -> bool:
    return row.year.figure is not None and row.year.figure >= 100


def _claims(sentence: str) -> bool:
    return any(match["no"] is None for match in _CLAIM.finditer(sentence))


def _sentences(body: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+|\n", body) if part]


def _explained(row: ReportedIndicator) -> bool:
    return any(each.justification or each.obstacles or each.explanation for each in row.quarters)


def _gaps(report: Report) -> Iterator[Question]:
    taken = report.year_taken
    rows = {row.indicator.id: row.indicator.text for row in taken.indicators()}
    money = {one.programme: one.text for one in taken.programmes()}
    for gap in taken.gaps:
        match gap.kind:
            case GapKind.QUARTER_ABSENT:
                yield Question(
                    "quarter-absent",
                    N_("Quarter {number} was not opened."),
                    "summary",
                    {"number": ROMAN[int(gap.where) - 1]},
                )
            case GapKind.QUARTER_OPEN:
                still = N_("Quarter {number} is not closed: its figures may still change.")
                yield Question("quarter-open", still, "summary", {"number": ROMAN[int(gap.where) - 1]})
            case GapKind.FIGURE:
                none = N_("“{text}” has no figure of the year.")
                yield Question("figure-missing", none, about(gap.where), {"text": rows[gap.where]})
            case GapKind.TARGET:
                against = N_("“{text}” was measured against another target than the plan in force has.")
                yield Question("target-differs", against, about(gap.where), {"text": rows[gap.where]})
            case GapKind.LOWERED:
                easier = N_("The target of “{text}” became easier, or went away, after its result could be known.")
                yield Question("target-lowered", easier, about(gap.where), {"text": rows[gap.where]})
            case GapKind.SPENDING:
                unsaid = N_("What was spent on “{text}” is not reported.")
                yield Question("spending-missing", unsaid, "budget", {"text": money[gap.where]})


def _short(text: str) -> str:
    return text if len(text) < 90 else text[:88] + "…"
