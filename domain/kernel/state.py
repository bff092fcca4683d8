"""A state with other fields: what `dataclasses.replace` gives, in a third of its time."""

from typing import TYPE_CHECKING, Any, TypeVar

S = TypeVar("S")

if TYPE_CHECKING:  # whose arguments the type checker knows
    from dataclasses import replace as replace
else:

    def replace(state: S, /, **fields: Any) -> S:
        """Return a copy of a frozen dataclass with other fields.

        A fold copies a state for each event. A frozen class sets its fields one by one past its own guard; a copy
        needs neither the guard nor defaults.
        """
        made = object.__new__(type(state))
        made.__dict__.update(state.__dict__, **fields)
        return made
