"""A plan without a kind as it was printed in the first design, its column widths fixed by the template."""

from typing import Any

from activities.documents.design import FIRST
from activities.documents.language import INDONESIAN
from activities.documents.paper import PlanPaper
from activities.documents.source import filled, frame, signature_block, signature_blocks, total
from domain.measure.target import spell_target
from domain.plan.money import spell_allotted
from domain.plan.text import Goal, Indicator, Part

_SPLITTABLE = 700  # characters; what is longer may need more than a page, so its row may be split
_TOGETHER = 12  # rows; what is kept on one page


def source(paper: PlanPaper) -> str:
    """Return the typst source of the paper of a plan without a kind."""
    parts = [_part(n, part, paper) for n, part in enumerate(paper.text.parts)]
    return filled("plan.typ", design=FIRST, **frame(paper, INDONESIAN), parts=parts)


def _part(number: int, part: Part, paper: PlanPaper) -> dict[str, Any]:
    details = part.details
    spelled = str.upper if details.goals_heading.isupper() else str  # as the office spells its goals' heading
    printed = "".join([details.heading, details.signatory, details.name, details.capacity])
    rows = _rows(part)
    return {
        "key": str(number),
        "heading": details.heading or INDONESIAN.whole_part.format(key=part.key),
        "number_heading": spelled(INDONESIAN.number),
        "goals_heading": details.goals_heading,
        "indicator_heading": spelled("Indikator Kinerja"),
        "target_heading": spelled("Target"),
        "rows": rows,
        "tail": _tail(rows),
        "programme_heading": "PROGRAM",
        "budget_heading": "ANGGARAN",
        "programmes": [
            {
                "number": f"{n}.",
                "text": programme.text,
                "allotted": spell_allotted(programme),
                "breakable": len(programme.text) > _SPLITTABLE,
            }
            for n, programme in enumerate(part.programmes, 1)
        ],
        "programmes_tail": len(part.programmes) - 2 if len(part.programmes) > _TOGETHER else 0,
        "total": total(part) if part.programmes else None,
        "dated": ", ".join(filter(None, [details.place, details.date])),
        "capacity": details.capacity,
        "signatory": details.signatory,
        "name": details.name,
        "breakable": len(printed) > _SPLITTABLE,
        "signatures": [signature_block(s, paper) for s in paper.signatures if s.part == part.key],
        "blocks": signature_blocks(part, paper, INDONESIAN),
    }


def _rows(part: Part) -> list[dict[str, Any]]:
    """The goal stands in the row of its first indicator and reaches down the others where one page will hold them."""
    parents = {goal.id: goal.parent for goal in part.goals}
    indicators: dict[str, list[Indicator]] = {goal.id: [] for goal in part.goals}
    for indicator in part.indicators:
        indicators[indicator.goal].append(indicator)
    rows: list[dict[str, Any]] = []
    number = 0
    for goal in part.goals:
        number += not goal.parent
        cells = [(i.text, spell_target(i.target)) for i in indicators[goal.id]] or [("", "")]
        size = max(len(goal.text), sum(max(len(text), 4 * len(target), 40) for text, target in cells))
        kept = len(cells) <= _TOGETHER and size <= _SPLITTABLE
        above = rows[-1] if rows and rows[-1]["chapter"] and not rows[-1]["indicator"] else None
        if above and kept:
            above["number_span"] = 1 + len(cells)  # so that a chapter never stands alone at the foot of a page
        for n, (indicator_text, target) in enumerate(cells):
            first = n == 0
            rows.append(
                {
                    "number": f"{number}." if first and not goal.parent else "",
                    "number_span": 0 if above and kept else 1 if not kept else len(cells) if first else 0,
                    "goal": goal.text if first else "",
                    "goal_span": 1 if not kept else len(cells) if first else 0,
                    "indicator": indicator_text,
                    "target": target,
                    "from": (1 if goal.parent else 0) if first else 2,
                    "depth": min(_depth(goal, parents), 4),
                    "chapter": first and not goal.parent and goal.id in parents.values(),
                    "breakable": not kept and max(len(goal.text), len(indicator_text), 4 * len(target)) > _SPLITTABLE,
                }
            )
    return rows


def _tail(rows: list[dict[str, Any]]) -> int:
    """Where the rows begin that may go to the signature's page: at a goal of the top, else at any; -1 for nowhere."""
    starts = [n for n, row in enumerate(rows) if n and row["number_span"] and row["goal_span"]]
    tops = [n for n in starts if rows[n]["number"]]
    fitting = [n for n in (*tops[-1:], *reversed(starts)) if 2 <= len(rows) - n <= _TOGETHER]
    return next(iter(fitting), -1)


def _depth(goal: Goal, parents: dict[str, str]) -> int:
    depth, above = 0, goal.parent
    while above:
        depth, above = depth + 1, parents[above]
    return depth
