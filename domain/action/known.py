"""What an action plan knows of its indicators that sheets of indicators print."""

from collections.abc import Iterator, Mapping

from domain.action.row import ActionRow
from domain.action.state import Action
from domain.kernel.numbers import spell
from domain.kind.origin import Known
from domain.measure.formula import Direction

_CHOICE = {Direction.LOWER: "1", Direction.RANGE: "2", Direction.RANGE_LOWER: "2"}  # of an ordinal scale more is better


def known_of(action: Action) -> Mapping[str, Mapping[Known, str]]:
    """Return it by indicator; of what nobody confirmed, nothing."""
    return {key: dict(_known(row)) for key, row in action.rows.items()}


def _known(row: ActionRow) -> Iterator[tuple[Known, str]]:
    if row.owners:
        yield Known.OWNERS, "; ".join(owner.name for owner in row.owners)
    if row.policy is None:
        return
    yield Known.DIRECTION, _CHOICE.get(row.policy.direction, "0")
    if (of := row.policy.components) is not None:
        yield Known.FORMULA, f"{of.numerator.name} / {of.denominator.name} x {spell(of.times)}"
