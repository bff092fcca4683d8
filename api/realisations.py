"""What an owner sends of a quarter, as the filing that its row can hold."""

from api.figures import read_reading
from api.year_bodies import RealisationBody
from domain.errors import Refused
from domain.year.filing import Filing, FollowUpAnswer
from domain.year.quarter import Quarter


def filing_of(quarter: Quarter, indicator: str, body: RealisationBody) -> Filing:
    """Return the filing, with the evidence that is there already. Raises Refused, Unreadable or Ambiguous."""
    line = quarter.lines.get(indicator)
    if line is None:
        raise Refused("unknown-row", "The plan has no row “{row}”.", "row", row=indicator[:60])
    answer = None
    if body.follow_up_done is not None:
        answer = FollowUpAnswer(body.follow_up_done, body.follow_up_answer)
    return Filing(
        reading=read_reading(line.row.policy, body, indicator),
        explanation=body.explanation,
        obstacles=body.obstacles,
        follow_up=body.follow_up,
        justification=body.justification,
        answer=answer,
        evidence=line.filing.evidence if line.filing else (),
    )
