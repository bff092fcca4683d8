"""What is proposed for the indicators that nobody has confirmed, equal proposals together, to be confirmed at once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice

from api.action.pages.action import opens_again
from api.http.address import plan_path
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.problems import Problem
from api.rights import may
from api.words import measuring
from api.words.refusals import explained
from domain.action.state import Action
from domain.kernel.message import canonical
from domain.measure.proposal import Proposal
from domain.measure.target import spell_target
from domain.office.state import Office


@dataclass(frozen=True)
class Group:
    """Indicators for which the same is proposed for the same reasons: each with its wording and yearly target."""

    facts: list[tuple[str, str]]
    reasons: list[str]
    indicators: list[tuple[str, str, str]]


def action_proposals(
    frame: Frame,
    office: Office,
    shown: Action,
    waiting: Mapping[str, Proposal],
    most: int,
    seen: str,
    problem: Problem | None,
    command_id: str,
    ticked: Collection[str],
) -> str:
    """Return the page of the first `most` that wait; `seen` is the digest of all that is proposed."""
    return page(
        frame,
        "action/proposals.html",
        office=office,
        problem=problem,
        action=shown,
        base=plan_path(office, f"{shown.kind}-{shown.year}"),
        groups=list(_groups(frame, office, shown, dict(islice(waiting.items(), most)))),
        waiting=len(waiting),
        more=max(0, len(waiting) - most),
        may_confirm=may("submit-action", roles(frame, office)),
        opens=opens_again(frame.words, shown),
        seen=seen,
        command_id=command_id,
        ticked=ticked,
    )


def _groups(frame: Frame, office: Office, shown: Action, waiting: Mapping[str, Proposal]) -> Iterator[Group]:
    words, clock, asked = frame.words, frame.clock(office), shown.basis.indicators()
    alike: dict[bytes, list[str]] = {}
    for key, found in waiting.items():
        alike.setdefault(canonical(asdict(found)), []).append(key)
    for keys in sorted(alike.values(), key=len, reverse=True):
        proposal = waiting[keys[0]]
        yield Group(
            measuring.facts(words, clock, proposal.policy),
            [explained(words, None, reason.message, reason.params) for reason in proposal.reasons],
            [(key, asked[key].text, spell_target(asked[key].target)) for key in keys],
        )
