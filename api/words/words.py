"""The words on the screen: English is the msgid, every other language is a catalogue beside it."""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

LANGUAGES = ("id", "en")  # the first is the default
CATALOGUES = Path(__file__).parents[1] / "locale"


class Words:
    """One language. Msgids carry `{named}` places, which the keywords fill."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.translations = _translations(language)

    def __call__(self, msgid: str, /, **params: object) -> str:
        """Translate and fill."""
        text = self.translations.gettext(msgid)
        return _stopped(text, params).format(**params) if params else text

    def plural(self, one: str, many: str, n: int, /, **params: object) -> str:
        """Translate what depends on a number; `{n}` is the number."""
        return _stopped(self.translations.ngettext(one, many, n), params).format(n=n, **params)

    def html(self, msgid: str, /, **params: object) -> Markup:
        """Translate into HTML: what fills the places is escaped unless it is markup."""
        return Markup(escape(_stopped(self.translations.gettext(msgid), params))).format(**params)  # noqa: S704


def _stopped(text: str, params: Mapping[str, object]) -> str:
    """Leave out the full stop behind what ends in one itself, as names with titles do: *Dewi Lestari, S.E.*"""
    for name, value in params.items():
        shown = value.striptags() if isinstance(value, Markup) else str(value)
        if shown.endswith((".", "…")):
            text = text.replace(f"{{{name}}}.", f"{{{name}}}")
    return text


def best_language(wanted: str) -> str:
    """Return the language to speak; what we do not speak becomes the default."""
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


@cache
def words(language: str) -> Words:
    """Return the words of a language."""
    return Words(best_language(language))


def _translations(language: str) -> NullTranslations:
    catalogue = CATALOGUES / f"{language}.po"
    if not catalogue.exists():
        return NullTranslations()
    compiled = BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language, abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)
