"""One language on one clock, about one plan: what the sentences of its execution share."""

from collections.abc import Mapping
from datetime import date

from markupsafe import Markup

from api.words import names
from api.words.amending import called as called_amendment
from api.words.amounts import in_fours
from api.words.clock import Clock
from api.words.names import called
from api.words.words import Words
from domain.action.events import ActionDocumentRendered
from domain.action.row import Owner
from domain.events import ExecutionEvent
from domain.measure.derivation import STATES, spell_aim, spell_reading
from domain.measure.realisation import Absent, Aim, Reading
from domain.plan.text import Row
from domain.quarter.events import QuarterDocumentRendered
from domain.report.events import ReportDocumentRendered


class Telling:
    """Tells who did what; `rows` are those of the plan that is measured, by id."""

    def __init__(self, words: Words, clock: Clock, rows: Mapping[str, Row]) -> None:
        self.words = words
        self.clock = clock
        self._rows = rows

    def row(self, row_id: str) -> Markup:
        """Call a row by its wording."""
        return called(self._rows, row_id)

    def reading(self, reading: Reading) -> str:
        """Write what was measured, or why nothing was."""
        return self.words(STATES[reading.state]) if isinstance(reading, Absent) else spell_reading(reading)

    def say(self, msgid: str, event: ExecutionEvent, **params: object) -> Markup:
        """Return the sentence, with the person and their position at hand as `who` and `position`."""
        who, position = bold(names.actor(self.words, event.by)), names.position(self.words, event.by)
        return self.words.html(msgid, who=who, position=position, **params)


def said_document(
    telling: Telling, event: ActionDocumentRendered | QuarterDocumentRendered | ReportDocumentRendered
) -> Markup:
    """Tell that a document was prepared."""
    return telling.say(
        "The PDF of version {version} was prepared; pages: {pages}, digest: {digest}.",
        event,
        version=event.version,
        pages=event.pages,
        digest=Markup("<code>{}</code>").format(in_fours(event.document[:16])),
    )


def said_aims(aims: tuple[Aim | None, ...]) -> str:
    """Write the targets of the quarters."""
    return "; ".join("—" if aim is None else spell_aim(aim) for aim in aims) or "—"


def said_owners(owners: tuple[Owner, ...]) -> str:
    """Write names."""
    return ", ".join(owner.name for owner in owners) or "—"


def said_amendment(words: Words, clock: Clock, number: int, effective: date | None) -> str:
    """Name an amended text and its day: *Perubahan Pertama, berlaku mulai 2 September 2024*; of the first text, so."""
    if effective is None:
        return words("as it was first signed")
    day = clock.typed_day(effective)
    return words("{amendment}, in force from {day}", amendment=called_amendment(words, number), day=day)


def bold(text: str) -> Markup:
    """Write a name in bold."""
    return Markup("<b>{}</b>").format(text)


def said_aloud(text: str) -> Markup:
    """Quote what was said with it; empty where nothing was."""
    return Markup(' <q class="said">{}</q>').format(text) if text else Markup()
