"""The Indonesian catalogue beside the tree: what is missing, unused or wrongly filled; and how it is written."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from babel.messages.catalog import Catalog
from babel.messages.pofile import normalize, read_po

from api.words.words import CATALOGUES
from tests.words import python, templates
from tests.words.code import ROOT, Code
from tests.words.uses import PYTHON, TEMPLATE, Found, Use, places

PATH = CATALOGUES / "id.po"
_STORED = ROOT / "tests" / "golden"
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
# A translation stands in HTML, in attributes too; quotation marks are typographic.
_UNSAFE = frozenset('<>&"')


@dataclass
class Entry:
    """One msgid and everywhere it is said."""

    msgid: str
    plural: str = ""
    files: list[str] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)


def said() -> Found:
    """Search the whole tree."""
    found = Found()
    code = Code()
    python.search(code, found)
    templates.search(code, found)
    # What was refused once is told for ever, in the words of then.
    for path in sorted(_STORED.glob("command-refused*.json")):
        message = json.loads(path.read_bytes())["message"]
        found.uses.append(Use(message, "", PYTHON, str(path.relative_to(ROOT))))
    return found


def entries(found: Found) -> dict[str, Entry]:
    """Return the msgids in the order of their first files; notes those that cannot be one entry."""
    made: dict[str, Entry] = {}
    for use in found.uses:
        entry = made.setdefault(use.msgid, Entry(use.msgid, use.plural))
        if entry.plural and use.plural and entry.plural != use.plural:
            found.fault(use.place, f"“{use.msgid}” has another plural elsewhere")
        entry.plural = entry.plural or use.plural
        entry.styles.add(use.style)
        if use.file not in entry.files:
            entry.files.append(use.file)
    return made


def catalogue() -> Catalog:
    """Read the catalogue; an empty one where there is none."""
    if not PATH.exists():
        return Catalog(locale="id")
    with PATH.open("rb") as file:
        return read_po(file, locale="id", abort_invalid=True)


def faults(known: dict[str, Entry], catalog: Catalog) -> Iterator[str]:
    """Yield what is wrong with the catalogue."""
    for entry in known.values():
        message = catalog.get(entry.msgid)
        text = translation(catalog, entry.msgid)
        if message is None or not text:
            yield f"not translated: “{entry.msgid}” ({', '.join(entry.files)})"
            continue
        if message.fuzzy:
            yield f"fuzzy: “{entry.msgid}”"
        if (message.id[1] if isinstance(message.id, tuple) else "") != entry.plural:
            yield f"its plural is another in the code: “{entry.msgid}”"
        yield from _filled(entry, text)
    for message in catalog:
        msgid = message.id[0] if isinstance(message.id, tuple) else message.id
        if msgid and msgid not in known:
            yield f"said nowhere: “{msgid}”"


def translation(catalog: Catalog, msgid: str) -> str:
    """Return the Indonesian of a msgid, empty where there is none."""
    message = catalog.get(msgid)
    if message is None:
        return ""
    return str(message.string[0] if isinstance(message.string, tuple | list) else message.string)


def _filled(entry: Entry, text: str) -> Iterator[str]:
    for style in sorted(entry.styles):
        try:
            wanted, given = places(entry.plural or entry.msgid, style), places(text, style)
        except ValueError as error:
            yield f"“{entry.msgid}”: {error}"
            continue
        if wanted != given:
            yield f"“{entry.msgid}” has the places {sorted(wanted)}, its translation {sorted(given)}"
    other = TEMPLATE if entry.styles == {PYTHON} else PYTHON
    if len(entry.styles) > 1 and (places(text, other) or places(text, PYTHON)):
        yield f"“{entry.msgid}” is filled in two ways"
    if _UNSAFE.intersection(text):
        yield f"not for HTML: “{text}”"
    if text.strip() != text and entry.msgid.strip() == entry.msgid:
        yield f"spaces around “{text}”"


def write(known: Iterable[Entry], catalog: Catalog) -> str:
    """Spell the catalogue anew: every msgid of the tree in alphabetical order, with what it has been given."""
    parts = [_HEADER]
    # Neither place nor order of the files: a catalogue that moves with the code is changed by everybody at once.
    for entry in sorted(known, key=lambda entry: entry.msgid):
        lines = [f"msgid {_quoted(entry.msgid)}"]
        text = _quoted(translation(catalog, entry.msgid))
        if entry.plural:
            lines += [f"msgid_plural {_quoted(entry.plural)}", f"msgstr[0] {text}"]
        else:
            lines.append(f"msgstr {text}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    return normalize(text, width=120)
