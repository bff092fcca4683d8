"""A figure as its readers get it: the number, its derivation as data, and the line it can be checked by."""

from domain.kernel.message import remembering
from domain.measure.achievement import Achievement, Derivation
from domain.measure.budget import Share
from domain.measure.derivation import line, spell_aim
from domain.measure.realisation import Aim
from views.models.shared import AchievementView, AimView, ShareView


def achievement_view(found: Achievement) -> AchievementView:
    """Return state, figure (None where there is none), flags, derivation, and its line in English."""
    return {
        "state": found.state,
        "figure": found.figure,
        "flags": found.flags,
        "derivation": found.derivation,
        "line": _line(found.derivation) if found.derivation else "",
    }


def share_view(share: Share) -> ShareView:
    """Return a figure of the budget in per cent, with the line it can be checked by."""
    return {"state": share.state, "figure": share.figure, "line": share.line}


def aim_view(aim: Aim | None) -> AimView | None:
    """Return what is aimed at, and how it is written; None is no target."""
    return None if aim is None else {"aim": aim, "text": spell_aim(aim)}


@remembering
def _line(derivation: Derivation) -> str:
    return line(derivation)
