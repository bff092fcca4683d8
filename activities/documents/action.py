"""What the pages of an action plan say: quarterly targets, owners and steps, and how each indicator is measured."""

from typing import Any

from activities.documents.words import DERIVATION, QUARTERS, aim_words, cited, measuring_words
from activities.documents.year.columns import by_goal, splittable, tail_of
from domain.action.row import ActionRow, Steps
from domain.action.state import Action
from domain.kernel.exact import spell_plain
from domain.measure.derivation import ROUNDED
from domain.measure.policy import MeasurementPolicy
from domain.measure.target import spell_target
from domain.plan.text import Indicator


def action_pages(action: Action) -> dict[str, Any]:
    """Return what `action.typ` prints."""
    goals = tuple(goal for part in action.basis.parts for goal in part.goals)
    groups = by_goal(goals, action.basis.indicators().values())
    return {
        "targets_heading": "Target triwulan, penanggung jawab, dan langkah",
        "target_names": target_names(),
        "tail": tail_of(groups),
        "measuring_heading": "Cara pengukuran",
        "measuring_names": ["No", "Indikator kinerja", "Arah", "Rumus", "Gabungan", "Batas dan pembulatan", "Sumber"],
        "groups": [
            {
                "goal": group.goal,
                "short": group.short,
                "rows": [_row(number, indicator, action.rows[indicator.id]) for number, indicator in group.rows],
            }
            for group in groups
        ],
    }


def target_names() -> list[str]:
    """Return the headings of the targets' table."""
    quarters = (f"TW {numeral}" for numeral in QUARTERS)
    return ["No", "Indikator kinerja", "Target tahun", *quarters, "Penanggung jawab", "Langkah"]


def _row(number: int, indicator: Indicator, row: ActionRow) -> dict[str, Any]:
    targets, measuring = target_cells(indicator, row), _measuring(row.policy)
    return {
        "number": f"{number}.",
        "indicator": "\n".join(filter(None, [indicator.text, start_words(row)])),
        "targets": targets,
        "measuring": measuring,
        "breakable": splittable(indicator.text, *targets, *measuring),
    }


def target_cells(indicator: Indicator, row: ActionRow) -> list[str]:
    """Return what stands behind the indicator: the year's target, those of the quarters, owners and steps."""
    aims = row.targets or (None,) * len(QUARTERS)
    return [
        spell_target(indicator.target),
        *(aim_words(aim, row.policy) for aim in aims),
        "\n".join(owner.name for owner in row.owners) or "–",
        _steps(row.steps),
    ]


def start_words(row: ActionRow) -> str:
    """Return in which quarter the indicator starts, and why; empty where it starts with the year."""
    return f"mulai TW {QUARTERS[row.start.quarter - 1]}: {row.start.reason}" if row.start else ""


def _steps(steps: Steps) -> str:
    quarters = (f"TW {n}: {text}" for n, text in zip(QUARTERS, steps.quarters, strict=True) if text)
    return "\n".join(filter(None, [steps.year, *quarters])) or "–"


def _measuring(policy: MeasurementPolicy | None) -> list[str]:
    if policy is None:
        return ["belum ditetapkan", "–", "–", "–", "–"]
    bounds = [
        "tanpa batas maksimum" if policy.cap is None else f"maksimum {spell_plain(policy.cap)}",
        "tanpa batas minimum" if policy.floor is None else f"minimum {spell_plain(policy.floor)}",
        f"{policy.places} desimal, {DERIVATION[ROUNDED[policy.rounding]]}",
    ]
    since = f"\nberlaku sejak {policy.effective.isoformat()}" if policy.effective else ""
    source = f"{cited(policy.citation)}, versi {policy.version}{since}"
    return [*measuring_words(policy), "; ".join(bounds), source]
