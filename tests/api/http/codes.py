"""Gathers every code that something can be refused with, its status and its sentences, and writes them down."""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from api.http.statuses import status_of

ROOT = Path(__file__).parents[3]
PATH = ROOT / "api" / "http" / "codes.json"
_FLOORS = ("domain", "activities", "eventstore", "workflows", "api")
_CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
_SENTENCE = re.compile(r"[A-Z“{].*\s.*[.?]", re.DOTALL)
_STATUSES = {"NotSignedIn": 401, "NotAllowed": 403, "TooManyAttempts": 429, "Unreadable": 422, "Ambiguous": 422}
_OF_THE_SERVER = {"server-error": 500, "outcome-unknown": 503, "command-id-reused": 409}
_NO_REFUSALS = {"_question", "Reason", "query", "header"}  # what is asked, proposed or described stops nobody

Codes = dict[str, dict[str, object]]


def gathered() -> Codes:
    """Return what the code says."""
    sentences: defaultdict[str, set[str]] = defaultdict(set)
    statuses: dict[str, int] = {}
    for path in sorted(path for floor in _FLOORS for path in (ROOT / floor).rglob("*.py")):
        for code, sentence, status in _said(ast.parse(path.read_text(encoding="utf-8"))):
            sentences[code].add(sentence)
            statuses.setdefault(code, status or _OF_THE_SERVER.get(code) or status_of(code))
    return {code: {"status": int(statuses[code]), "sentences": sorted(sentences[code])} for code in sorted(sentences)}


def spelled(codes: Codes) -> str:
    """Return the file that holds them."""
    return json.dumps(codes, ensure_ascii=False, indent=2) + "\n"


def _said(tree: ast.Module) -> Iterator[tuple[str, str, int | None]]:
    named: defaultdict[str, list[str]] = defaultdict(list)
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                named[name] += _texts(value, {})
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name not in _NO_REFUSALS:
                status = args[0].value if args and isinstance(args[0], ast.Constant) else None
                known = status if isinstance(status, int) and name == "HttpError" else _STATUSES.get(name)
            case ast.Tuple(elts=args):
                known = None
            case _:
                continue
        for code, sentence in pairwise(args):
            if isinstance(code, ast.Constant) and isinstance(code.value, str) and _CODE.fullmatch(code.value):
                yield from ((code.value, text, known) for text in _texts(sentence, named) if _SENTENCE.fullmatch(text))


def _texts(node: ast.expr, named: dict[str, list[str]]) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Call(func=ast.Name(id="N_"), args=[inner, *_]):
            return _texts(inner, named)
        case ast.Name(id=name):
            return named.get(name, [])
        case ast.IfExp(body=one, orelse=other):
            return [*_texts(one, named), *_texts(other, named)]
    return []


if __name__ == "__main__":
    PATH.write_text(spelled(gathered()), encoding="utf-8")
