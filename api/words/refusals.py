"""Why something was refused, in the reader's words: what its places name is spelled too."""

from collections.abc import Mapping
from datetime import date, datetime

from api.words import names
from api.words.clock import Clock
from api.words.measuring import DIRECTIONS
from api.words.names import cited
from api.words.words import Words
from domain.kernel.actor import Role
from domain.measure.derivation import STATES
from domain.measure.formula import WRITTEN, Direction, Formula

_STATES = {msgid: state for state, msgid in STATES.items()}


def explained(words: Words, clock: Clock | None, message: str, params: Mapping[str, str]) -> str:
    """Return the message of a `PlanError` with what fills it; without a clock, times stay as they are stored."""
    return words(message, **{name: _spelled(words, clock, name, value) for name, value in params.items()})


def _spelled(words: Words, clock: Clock | None, name: str, value: str) -> str:
    if name == "role" and value in set(Role):
        return names.role(words, value)
    if name == "citation":
        return cited(words, value)
    if name == "direction" and value in set(Direction):
        return words(DIRECTIONS[Direction(value)])
    if name == "formula" and value in set(Formula):
        return words(WRITTEN[Formula(value)])
    if name == "known" and set(value.split(", ")) <= set(Formula):
        return "; ".join(words(WRITTEN[Formula(formula)]) for formula in value.split(", "))
    if name == "now" and value in _STATES:
        return words(STATES[_STATES[value]])
    if clock is None:
        return value
    try:
        if name == "at":
            return clock.moment(datetime.fromisoformat(value))
        if name == "day":
            return clock.day(date.fromisoformat(value))
    except ValueError:
        return value
    return value
