"""What happened to an amendment, in sentences."""

from typing import assert_never

from markupsafe import Markup

from api.plans.sentences import heading
from api.words import amending, names
from api.words.clock import Clock
from api.words.names import called
from api.words.words import Words
from domain.kernel.errors import N_
from domain.plan.amendment import Amendment
from domain.plan.events import AmendmentBegun, AmendmentStated, AmendmentWithdrawn, ChangeReasoned
from domain.plan.state import Plan
from domain.plan.text import kind_of_row

AmendmentEvent = AmendmentBegun | AmendmentStated | ChangeReasoned | AmendmentWithdrawn
_COLUMNS = {
    "text": N_("Wording"),
    "target": N_("Target"),
    "allotted": N_("Budget"),
    "serves": N_("What it pays for"),
    "supports": N_("What it answers to"),
}


def amendment_sentence(words: Words, clock: Clock, event: AmendmentEvent, plan: Plan) -> Markup:
    """Tell one event; `plan` is as it was before it."""

    def say(msgid: str, **params: object) -> Markup:
        return words.html(msgid, who=Markup("<b>{}</b>").format(names.actor(words, event.by)), **params)

    match event:
        case AmendmentBegun(amendment=amendment):
            return say(
                "{who} began an amendment ({amendment}) of version {version}: {statement}.",
                amendment=amending.called(words, amendment.number),
                version=event.version,
                statement=_stated(words, clock, amendment),
            ) + _said(amendment.reason)
        case AmendmentStated(old=old, new=new):
            return say(
                "{who} changed what the amendment says of itself from {old} to {new}.",
                old=Markup('<span class="was">{}</span>').format(_stated(words, clock, old)),
                new=Markup('<span class="now">{}</span>').format(_stated(words, clock, new)),
            ) + _said(new.reason if new.reason != old.reason else "")
        case ChangeReasoned(place=place, new=reason):
            msgid = N_("{who} said why {place} changes.") if reason else N_("{who} took back why {place} changes.")
            return say(msgid, place=named_place(words, plan, place)) + _said(reason)
        case AmendmentWithdrawn(reason=reason):
            number = plan.amendment.number if plan.amendment else 1
            msgid = N_("{who} gave the amendment ({amendment}) up; the text in force stays as it is.")
            return say(msgid, amendment=amending.called(words, number)) + _said(reason)
        case _:
            assert_never(event)


def named_place(words: Words, plan: Plan, place: str) -> Markup:
    """Name a place of the text: a row by its wording, a cell with its column, else what is printed there."""
    rows = {**(plan.in_force.text.rows() if plan.in_force else {}), **plan.text.rows()}
    row, _, column = place.partition(".")
    said = any(each.key == row for each in plan.text.parts)
    if said or place in names.DETAILS:
        detail = names.detail(words, column if said else place)
        return Markup("“{}”").format(words("{detail}, part {part}", detail=detail, part=row) if said else detail)
    if not column or row not in rows:
        return called(rows, row)
    part = next((each.key for each in plan.text.parts if row in {one.id for one in each.rows()}), "")
    head = words(_COLUMNS[column]) if column in _COLUMNS else heading(plan, part, kind_of_row(rows[row]), column)
    return words.html("“{column}” of {row}", column=head, row=called(rows, row))


def said_why(plan: Plan, place: str, since: int) -> Markup:
    """Quote the reason why the amendment that the plan's text is of changes a place of version `since`."""
    held = plan.amended if plan.amendment is not None else plan.amended[:-1]
    if not held or held[-1].version != since:
        return Markup()
    return _said((plan.reasons if plan.amendment is not None else plan.amended[-1].reasons).get(place, ""))


def _stated(words: Words, clock: Clock, amendment: Amendment) -> str:
    basis = amendment.basis
    return words(
        "in force from {effective}, by {title} number {number} of {day} ({grounds})",
        effective=clock.typed_day(amendment.effective),
        title=basis.title,
        number=basis.number,
        day=clock.typed_day(basis.day),
        grounds="; ".join(words(amending.GROUNDS[ground]) for ground in amendment.grounds),
    )


def _said(text: str) -> Markup:
    return Markup(' <q class="said">{}</q>').format(text) if text else Markup()
