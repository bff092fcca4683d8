"""What an owner files of a quarter, and whether it can stand; refused with the cell, or made clean."""

import re
from decimal import Decimal

import msgspec

from domain.kernel.characters import paragraphs
from domain.kernel.errors import N_, PlanError, Refused, require
from domain.kernel.message import Message, plain
from domain.measure.aggregation import realised
from domain.measure.flags import falls, leaps, misses
from domain.measure.policy import check_reading
from domain.measure.realisation import Bounds, Measured, Ratio, Reading, State
from domain.office.check import line
from domain.quarter.row import QuarterProgramme, QuarterRow


class Evidence(Message, frozen=True, tag="evidence"):
    """A stored file by the SHA-256 of its bytes, with the name and media type it came with; `size` in bytes."""

    digest: str
    name: str
    media_type: str
    size: int


class FollowUpAnswer(Message, frozen=True, tag="follow-up-answer"):
    """What became of the follow-up that was announced in the quarter before."""

    done: bool
    text: str = ""


class Filing(Message, frozen=True, tag="filing"):
    """A realisation; `justification` says why it is below its target or the quarter before, where it is."""

    reading: Reading
    explanation: str = ""
    obstacles: str = ""
    follow_up: str = ""
    justification: str = ""
    answer: FollowUpAnswer | None = None
    evidence: tuple[Evidence, ...] = ()


_DIGEST = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
MOST_FILES = 20  # of evidence, for one row


def checked_filing(filing: Filing, row: QuarterRow) -> Filing:
    """Return the filing with clean texts and plain decimals; raises Refused or Unreadable."""
    key = row.indicator.id
    try:
        check_reading(row.policy, filing.reading)
    except PlanError as no:
        raise no.at(f"{key}.{no.place or 'realisation'}") from None
    cleaned = msgspec.structs.replace(
        filing,
        reading=_plain(filing.reading),
        explanation=paragraphs(filing.explanation, f"{key}.explanation"),
        obstacles=paragraphs(filing.obstacles, f"{key}.obstacles"),
        follow_up=paragraphs(filing.follow_up, f"{key}.follow_up"),
        justification=paragraphs(filing.justification, f"{key}.justification"),
        answer=_answer(filing.answer, row, f"{key}.answer"),
        evidence=_evidence(filing.evidence, f"{key}.evidence"),
    )
    _require_words(cleaned, row)
    return cleaned


def words_needed(reading: Reading, row: QuarterRow) -> dict[str, Refused]:
    """Return the text that a reading asks for, by its field, and why; what it then says is the answer on record."""
    key, policy, target = row.indicator.id, row.policy, row.target
    before = None if row.previous is None else row.previous.reading
    if isinstance(realised(policy, [reading]), State):
        unexplained = N_("Explain why there is no figure.")
        return {"explanation": Refused("explanation-missing", unexplained, f"{key}.explanation")}
    missed = target is not None and misses(policy, target, reading)
    fell = before is not None and falls(policy, before, reading)
    why = ""
    if before is not None and leaps(policy, before, reading):
        why = N_("The realisation is far from that of the previous quarter: say why, or correct it.")
    elif isinstance(target, Bounds) and leaps(policy, target, reading):
        why = N_("The realisation is far from the target of this quarter: say why, or correct it.")
    elif missed:
        why = N_("The realisation is below the target of this quarter: say why.")
    elif fell:
        why = N_("The realisation is below that of the previous quarter: say why.")
    field = "justification" if missed or fell else "explanation"
    return {field: Refused(f"{field}-missing", why, f"{key}.{field}")} if why else {}


def spent_beyond(programme: QuarterProgramme, spent: Decimal) -> Refused | None:
    """Return why spending asks for a reason: there is more of it than is allotted."""
    if not spent > programme.allotted > 0:
        return None
    beyond = N_("More was spent than is allotted: say why, or correct it.")
    return Refused("spent-beyond", beyond, f"{programme.programme.id}.reason")


def _require_words(filing: Filing, row: QuarterRow) -> None:
    for field, missing in words_needed(filing.reading, row).items():
        if not getattr(filing, field):
            raise missing


def _plain(reading: Reading) -> Reading:
    match reading:
        case Measured(value):
            return Measured(plain(value))
        case Ratio(numerator, denominator):
            return Ratio(plain(numerator), None if denominator is None else plain(denominator))
        case _:
            return reading


def _answer(answer: FollowUpAnswer | None, row: QuarterRow, place: str) -> FollowUpAnswer | None:
    promised = row.previous is not None and bool(row.previous.follow_up)
    if answer is None:
        waits = N_("The follow-up of the previous quarter waits for an answer.")
        require(not promised, "follow-up-unanswered", waits, place)
        return None
    require(promised, "follow-up-unknown", "The previous quarter announced no follow-up.", place)
    text = paragraphs(answer.text, place)
    require(answer.done or bool(text), "follow-up-unanswered", "Say why the follow-up was not done.", place)
    return FollowUpAnswer(answer.done, text)


def _evidence(files: tuple[Evidence, ...], place: str) -> tuple[Evidence, ...]:
    require(len(files) <= MOST_FILES, "too-many-files", "At most {most} files.", place, most=str(MOST_FILES))
    digests = [file.digest for file in files]
    require(len(set(digests)) == len(digests), "file-twice", "The same file stands here twice.", place)
    for file in files:
        known = _DIGEST.fullmatch(file.digest) and _MEDIA_TYPE.fullmatch(file.media_type) and file.size > 0
        require(bool(known), "file-unclear", "A file has no digest, media type or content.", place)
    return tuple(msgspec.structs.replace(file, name=line(file.name, place)) for file in files)
