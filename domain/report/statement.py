"""The statement of the internal auditor on a report (*reviu APIP*): a checklist, findings and a conclusion."""

from enum import StrEnum

from domain.kernel.characters import paragraphs, reason
from domain.kernel.errors import N_, require
from domain.kernel.message import Message


class Met(StrEnum):
    """What the auditor found at a point."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not-applicable"


class Conclusion(StrEnum):
    """What the review comes to."""

    SOUND = "sound"  # nothing makes the figures unreliable
    EXCEPT = "except"  # sound but for the findings
    UNSOUND = "unsound"


class Point(Message, frozen=True, tag="review-point"):
    """What was found at a point of the checklist; `key` is one of `POINTS`."""

    key: str
    met: Met
    note: str = ""


class Review(Message, frozen=True, tag="report-review"):
    """All that the auditor says of a report; `statement` is the text that goes up with it."""

    points: tuple[Point, ...]
    findings: str
    conclusion: Conclusion
    statement: str


# The customary checklist of PermenPANRB 53/2014, annex III.
POINTS = {
    "format-important": N_("The report shows the important data of the office."),
    "format-targets": N_("The report shows the information on performance targets."),
    "format-achievement": N_("The report shows the achievement of the office as it ought to."),
    "format-annexes": N_("Annexes support what the body of the report says."),
    "format-improvement": N_("The report shows how performance is going to be improved."),
    "format-accountability": N_("The report shows the budget and what it was spent for."),
    "mechanism-unit": N_("The report was made by those whose task it is."),
    "mechanism-evidence": N_("What the report says is supported by sufficient data and evidence."),
    "mechanism-order": N_("There is a procedure for handing the report's data in."),
    "mechanism-owners": N_("Somebody answers for the data of each unit."),
    "mechanism-trusted": N_("The data can be relied on."),
    "substance-agreement": N_("Goals and indicators of the report are those of the performance agreement."),
    "substance-strategy": N_("Goals and indicators of the report are in line with the strategic plan."),
    "substance-reasons": N_("Where they are not, the report says why."),
    "substance-key-indicators": N_("Indicators of the report are those of the key indicators."),
    "substance-compared": N_(
        "The year is compared with the year before, the strategic plan, and what is usable beside."
    ),
    "substance-measurable": N_("Goals are outcomes, and indicators can be measured."),
}


def checked_review(review: Review) -> Review:
    """Return the review with clean texts; refuses one with points left out, or an exception without a finding."""
    answered = [point.key for point in review.points]
    missing = next((key for key in POINTS if answered.count(key) != 1), "")
    told_once = N_("Each point of the checklist is answered once.")
    require(not missing and len(answered) == len(POINTS), "points-missing", told_once, f"points.{missing}")
    points = tuple(_point(point) for point in sorted(review.points, key=lambda each: list(POINTS).index(each.key)))
    findings = paragraphs(review.findings, "findings")
    named = review.conclusion is Conclusion.SOUND or bool(findings)
    require(named, "findings-missing", N_("Say what the exception is."), "findings")
    return Review(points, findings, review.conclusion, reason(review.statement, "statement"))


def _point(point: Point) -> Point:
    note = paragraphs(point.note, f"points.{point.key}.note")
    require(
        point.met is not Met.NO or bool(note), "note-missing", N_("Say what is lacking."), f"points.{point.key}.note"
    )
    return Point(point.key, point.met, note)
