"""What happened in a year, in sentences: action plan and quarters."""

from collections.abc import Mapping

from markupsafe import Markup

from api.presentation.action_sentences import action_sentence
from api.presentation.clock import Clock
from api.presentation.quarter_sentences import quarter_sentence
from api.presentation.words import Words
from api.presentation.year_telling import Telling
from domain.events import YearEvent
from domain.text import Row
from domain.year.action_events import ActionEvent


def year_sentence(words: Words, clock: Clock, event: YearEvent, rows: Mapping[str, Row]) -> Markup:
    """Tell one event; `rows` are those of the plan that is measured, by id."""
    telling = Telling(words, clock, rows)
    return action_sentence(telling, event) if isinstance(event, ActionEvent) else quarter_sentence(telling, event)
