"""What is said of the rows of a plan: comments, and what a careful reviewer would ask; with what settles each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from markupsafe import Markup

from api.http.frame import Frame, roles
from api.plans.pages.check import asked_in_words
from api.rights import may
from domain.office.state import Office
from domain.plan.comment import Comment
from domain.plan.questions import questions
from domain.plan.state import Plan


@dataclass(frozen=True)
class _Act:
    """A way to settle it: the button of a form (`verb`), and what a program sends where."""

    verb: str
    label: str
    path: str
    field: str


@dataclass(frozen=True)
class Remark:
    """A comment, or a question that nobody in particular asks; `answer` is what was said, `typed` is not sent yet."""

    id: str
    text: str | Markup
    by: str = ""
    at: datetime | None = None
    answer: str = ""
    answered_by: str = ""
    done: bool = False
    acts: tuple[_Act, ...] = ()
    typed: str = ""


def remarks(frame: Frame, office: Office, plan: Plan, typed: Mapping[str, str]) -> dict[str, list[Remark]]:
    """Return the remarks by the row, or the part, that they are on; without one they are on the whole plan."""
    held = roles(frame, office)
    rows = plan.text.rows()
    found: dict[str, list[Remark]] = {}
    for comment in plan.comments.values():
        acts = _settling(frame, comment) if comment.open and may("settle-comment", held, plan.phase) else ()
        remark = Remark(
            comment.id,
            comment.text,
            comment.by.name,
            comment.at,
            comment.answer or comment.reason,
            comment.settled_by.name if comment.settled_by else "",
            not comment.open,
            acts,
            typed.get(f"remark-{comment.id}", ""),
        )
        found.setdefault(comment.row if comment.row in rows else "", []).append(remark)
    answering = may("answer-question", held, plan.phase)
    for question in questions(plan.text, plan.shape):
        name, answer = question.name, plan.answers.get(question.name)
        label = frame.words("It stands as it is")
        act = _Act("answer", label, f"questions/{quote(name)}/answer", "reason")
        row = question.place.rpartition(".")[0]
        remark = Remark(
            name,
            asked_in_words(frame, question),
            answer=answer.reason if answer else "",
            answered_by=answer.by.name if answer else "",
            done=answer is not None,
            acts=(act,) if answering and answer is None else (),
            typed=typed.get(f"remark-{name}", ""),
        )
        found.setdefault(row if row in rows else "", []).append(remark)
    return found


def _settling(frame: Frame, comment: Comment) -> tuple[_Act, ...]:
    path = f"comments/{quote(comment.id)}"
    return (
        _Act("settle", frame.words("Settle it"), f"{path}/settlement", "answer"),
        _Act("carry", frame.words("Carry it over"), f"{path}/carrying", "reason"),
    )


def few(said: Iterable[Remark]) -> list[Remark]:
    """Return what is still open; what is settled is told beside the paper."""
    return [remark for remark in said if not remark.done]
