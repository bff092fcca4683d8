"""What an action plan must follow: the rows that the plan in force has otherwise than the text it was made for."""

from dataclasses import dataclass

from domain.action.state import Action
from domain.plan.basis import PlanBasis
from domain.plan.text import Indicator, Programme, Row


@dataclass(frozen=True)
class RowFollowed:
    """A row of the plan as it was and as it is; None where it was not there, or is gone."""

    old: Row | None
    new: Row | None

    @property
    def row(self) -> Row:
        """Return the row as it is; as it was, where it is gone."""
        if (row := self.new or self.old) is None:
            raise ValueError("a row that never was")
        return row

    @property
    def retargeted(self) -> bool:
        """Return whether another figure is aimed at in the year."""
        match self.old, self.new:
            case Indicator(target=was), Indicator(target=now):
                return was != now
            case _:
                return False

    @property
    def reallotted(self) -> bool:
        """Return whether another amount is allotted."""
        match self.old, self.new:
            case Programme(allotted=was), Programme(allotted=now):
                return was != now
            case _:
                return False


def changes(old: PlanBasis, new: PlanBasis) -> tuple[RowFollowed, ...]:
    """Return what is other in the newer text, in its printed order, what is gone last."""
    before, after = ({row.id: row for part in basis.parts for row in part.rows()} for basis in (old, new))
    other = (RowFollowed(before.get(key), row) for key, row in after.items() if before.get(key) != row)
    return (*other, *(RowFollowed(row, None) for key, row in before.items() if key not in after))


def to_look_at(action: Action) -> tuple[str, ...]:
    """Return the indicators whose row still says what it said before their target changed, or says nothing yet."""
    if action.followed is None or not action.versions:
        return ()
    since, before = action.followed.version, action.versions[-1].basis.indicators()
    found = []
    for key, now in action.basis.indicators().items():
        was, set_ = before.get(key), action.aims.get(key, ())
        unset = not set_ or set_[-1].version <= since
        if unset and (was is None or was.target != now.target):
            found.append(key)
    return tuple(found)
