"""The Indonesian catalogue beside the tree: `scripts/words` writes it anew from what is said, and tells its faults."""

import ast
import json
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from api.words.words import CATALOGUES

ROOT = Path(__file__).parents[1]
PATH = CATALOGUES / "id.po"
_HEADER = """\
# The words of paraf in Indonesian, as officials write it. English is the msgid; `scripts/words` brings in new ones.
msgid ""
msgstr ""
"Language: id\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_ERRORS = (
    *("PlanError", "Refused", "Unreadable", "Ambiguous"),
    *("AccessError", "AccountRefused", "NotAllowed", "NotSignedIn", "TooManyAttempts"),
)
# Who takes a msgid, and as which argument. One that is kept in a constant or chosen among several is marked by `N_`.
_KEYWORDS: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(("_", "N_", "words", "html", "say", "_say"), (1,)),
    **dict.fromkeys(("ngettext", "plural"), (1, 2)),
    **dict.fromkeys((*_ERRORS, "Question", "_question", "Reason"), (2,)),
    **dict.fromkeys(("require", "_require_pair", "HttpError", "explained"), (3,)),
    "_one_of": (4,),
}
_PLACE = re.compile(r"\{.*?\}|%\(\w+\).|%%")
# A translation stands in HTML, in attributes too; quotation marks are typographic.
_UNSAFE = frozenset('<>&"')


def calls(
    file: BinaryIO, keywords: Collection[str], comment_tags: object, options: object
) -> Iterator[tuple[int, str, list[str | None], list[str]]]:
    """Yield the calls of keywords with their texts. Babel's own reader of Python loses those within two others."""
    for node in ast.walk(ast.parse(file.read())):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if node.args and name in keywords:
                yield node.lineno, name, [_text(argument) for argument in node.args], []


def said() -> Catalog:
    """Return every msgid of the tree, with where it is said."""
    catalog = Catalog(locale="id")
    english = [(f"{floor}/**", "ignore") for floor in ("bench", "cli", "examples", "tests")]
    methods = [*english, ("**.py", "tests.words:calls"), ("templates/pages/**.html", "jinja2")]
    options: dict[str, dict[str, Any]] = {"**.html": {"silent": "false", "extensions": "jinja2.ext.do"}}
    for file, line, msgid, _, _ in extract_from_dir(ROOT, methods, options, _KEYWORDS):
        catalog.add(msgid, locations=[(file, line)])
    # What was refused once is told for ever, in the words of then.
    for path in (ROOT / "tests" / "golden").glob("command-refused*.json"):
        catalog.add(json.loads(path.read_bytes())["message"])
    return catalog


def catalogue() -> Catalog:
    """Read the catalogue."""
    with PATH.open("rb") as file:
        return read_po(file, locale="id", abort_invalid=True)


def faults(said: Catalog, catalog: Catalog) -> Iterator[str]:
    """Bring the catalogue up to date with what is said, and yield what is wrong with it."""
    catalog.update(said, no_fuzzy_matching=True)
    yield from (f"said nowhere: “{msgid}”" for msgid in catalog.obsolete)
    for message in catalog:
        if message.id:
            yield from _wrong(message)


def _wrong(message: Message) -> Iterator[str]:
    msgid, text = (
        str(parts[-1] if isinstance(parts, tuple | list) else parts or "") for parts in (message.id, message.string)
    )
    if not text:
        yield f"not translated: “{msgid}” ({', '.join(file for file, _ in message.locations)})"
        return
    if message.fuzzy:
        yield f"fuzzy: “{msgid}”"
    wanted, given = set(_PLACE.findall(msgid)), set(_PLACE.findall(text))
    if wanted != given:
        yield f"“{msgid}” has the places {sorted(wanted)}, its translation {sorted(given)}"
    if _UNSAFE.intersection(text):
        yield f"not for HTML: “{text}”"
    if text.strip() != text and msgid.strip() == msgid:
        yield f"spaces around “{text}”"


def spelled(catalog: Catalog) -> str:
    """Spell the catalogue in the order of its msgids; one that moved with the code would be changed by everybody."""
    written = BytesIO()
    for message in catalog:
        message.flags -= {"python-format", "python-brace-format"}
    write_po(written, catalog, width=120, omit_header=True, no_location=True, sort_output=True, ignore_obsolete=True)
    return _HEADER + written.getvalue().decode().strip() + "\n"


class Unmarked(NullTranslations):
    """Asked for what the catalogue does not hold: no search can find a sentence that is said unmarked."""

    def gettext(self, message: str) -> str:
        raise AssertionError(f"said in no catalogue, so mark it with N_: “{message}”")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise AssertionError(f"said in no catalogue: “{msgid1}”")


def _text(argument: ast.expr) -> str | None:
    match argument:
        case ast.Constant(value=str(text)) if text:
            return text
    return None


if __name__ == "__main__":
    catalog = catalogue()
    wrong = list(faults(said(), catalog))
    PATH.write_text(spelled(catalog), encoding="utf-8")
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.write(f"{len(catalog)} msgids, {len(wrong)} faults\n")
    sys.exit(bool(wrong))
