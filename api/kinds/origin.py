"""Where the rows of a kind come from, in the fields of its form: another kind, and what each part takes of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.kinds.signing import Tree
from api.words.words import Words
from domain.kernel.errors import N_
from domain.kind.kind import Kind
from domain.kind.origin import Known

_KNOWN = "known:"  # before what is known of an indicator that no column says
KNOWN: Mapping[Known, str] = {
    Known.UNIT: N_("what the target is counted in"),
    Known.FORMULA: N_("the formula, as the action plan has it"),
    Known.DIRECTION: N_("whether more or less is better, as the action plan has it"),
    Known.OWNERS: N_("who answers for it, as the action plan has it"),
}


def shown(kind: Tree, parts: Sequence[Tree]) -> str:
    """Fill in what each part and column of a form takes; return the code of the kind that it comes from."""
    told = kind.get("origin")
    if told is None:
        return ""
    for part in parts:
        of: Any = next((each for each in told["parts"] if each["part"] == part["key"]), {})
        part |= {"rows": of.get("rows", ""), "money": of.get("budget", "")}
        filled = {each["column"]: each.get("of") or f"{_KNOWN}{each['known']}" for each in of.get("columns", ())}
        for column in part["columns"]:
            column["filled"] = filled.get(column["key"], "")
    return str(told["kind"])


def sent(code: str, parts: Sequence[Tree]) -> Tree:
    """Return the origin as a program sends it; nothing where the kind comes from none."""
    taking = [_part(part) for part in parts if part.get("rows") or part.get("money")]
    return {"origin": {"kind": code, "parts": taking}} if code else {}


def _part(part: Tree) -> Tree:
    filled = [(column["key"], column.get("filled")) for column in part["columns"]]
    return {
        "part": part["key"],
        "rows": part.get("rows", ""),
        "budget": part.get("money", ""),
        "columns": [{"column": key, **_from(told)} for key, told in filled if told],
    }


def _from(told: str) -> Tree:
    return {"known": told.removeprefix(_KNOWN)} if told.startswith(_KNOWN) else {"of": told}


def choices(words: Words, tree: Tree, known: Mapping[str, Kind], named: Mapping[str, str]) -> Tree:
    """Return what can be chosen: the kinds by name, and of the one that is chosen its parts and its columns."""
    there = known.get(tree["origin"])
    parts = () if there is None else there.parts
    nothing = ("", words("nothing"))
    columns = {column.key: column.head for part in parts for column in part.columns}
    return {
        "kinds": [("", words("no other plan")), *((code, named[code]) for code in known if code != tree["code"])],
        "rows": [nothing, *((part.key, words("Part {part}", part=part.key)) for part in parts)],
        "money": [nothing, *((part.key, words("Part {part}", part=part.key)) for part in parts if part.budget)],
        "filled": [
            ("", words("the column of the same key, else nothing")),
            *columns.items(),
            *((f"{_KNOWN}{each}", words(text)) for each, text in KNOWN.items()),
        ],
    }
