"""A kind while it is being made: every field as it stands, named by its place in the kind's JSON."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from api.http import reading
from api.kinds import origin
from api.kinds.bodies import KindBody
from api.kinds.signing import Tree, signed
from domain.kernel.message import canonical
from domain.kind.check import OWN_PLACES
from domain.kind.kind import Kind

_PLACE = re.compile(r"parts\.[0-9]{1,3}(?:\.(?:[a-z_]+|[0-9]{1,3})){1,4}")
_TEXTS = ("code", "title", "language", "paper", "citation", "kept", "origin", "strategic")
_MADE = ("kept", "origin", "strategic")  # of them, what the kind has otherwise
_FLAGS = ("budget", "printed", "ahead")  # of a column; a box that is not ticked is not sent
_OF_PART = ("key", "heading", "indicator_head", "target_head", "pledge")
_TAKES = ("rows", "money")  # of a part: from which parts of the kind that it comes from
_KEPT = ("targets", "scales", "route", "by_roles")  # what the page does not show in fields
_MOST = 200  # of one list: far more than a kind may have
# What a button adds to a list, or in place of nothing.
_NEW: Mapping[str, Any] = {
    "levels": {"name": "", "numbering": "none"},
    "columns": {
        "key": "",
        "head": "",
        "on": "indicator",
        "holds": "text",
        "year": "",
        "choices": "",
        "filled": "",
        "printed": "1",
    },
    "blocks": {"key": "", "heading": "", "capacity": "", "side": "right"},
    "budget": {"head": "Program/Kegiatan", "money_head": "Anggaran", "levels": [{"name": "Program"}]},
    "parts": {
        **{"key": "", "heading": "", "indicator_head": "Indikator Kinerja", "target_head": "Target", "pledge": ""},
        **dict.fromkeys(_TAKES, ""),
        **{"levels": [{"name": "Sasaran", "numbering": "number"}], "columns": [], "budget": None},
        "blocks": [{"key": "", "heading": "", "capacity": "", "side": "right"}],
    },
}


def from_kind(kind: Kind) -> Tree:
    """Return the fields that show a kind."""
    shown: Tree = msgspec.json.decode(canonical(kind))
    tree = {name: shown[name] for name in _TEXTS if name not in _MADE}
    tree["kept"] = canonical({name: shown[name] for name in _KEPT if name in shown}).decode()
    tree["parts"] = [_shown(part) for part in shown["parts"]]
    tree["origin"] = origin.shown(shown, tree["parts"])
    tree["strategic"] = "1" if shown.get("strategic") else ""
    return tree


def _shown(part: Tree) -> Tree:
    budget = part["budget"]
    levels = [] if budget is None else [{"name": name} for name in budget["levels"]]
    return {
        **{name: part[name] for name in _OF_PART},
        **dict.fromkeys(_TAKES, ""),
        "levels": [{name: level[name] for name in ("name", "numbering")} for level in part["levels"]],
        "columns": [_shown_column(column) for column in part["columns"]],
        "blocks": [{name: block[name] for name in ("key", "heading", "capacity", "side")} for block in part["blocks"]],
        "budget": budget and {"head": budget["head"], "money_head": budget["money_head"], "levels": levels},
    }


def _shown_column(column: Tree) -> Tree:
    shown = {name: str(column.get(name, "")) for name in ("key", "head", "on", "holds", "year")}
    ticked = {name: "1" for name in _FLAGS if column.get(name, name == "printed")}
    return {**shown, "choices": "\n".join(column.get("choices", ())), "filled": "", **ticked}


def from_fields(fields: Iterable[tuple[str, str]]) -> Tree:
    """Return the form as it was sent: `title`, `parts.0.columns.2.head` and their like; others are not ours."""
    tree: Tree = {**dict.fromkeys(_TEXTS, ""), "parts": {}}
    for name, sent in fields:
        value = sent.replace("\r\n", "\n")
        if name in _TEXTS:
            tree[name] = value
        elif _PLACE.fullmatch(name):
            *within, last = name.split(".")
            inner: Any = tree
            for step in within:
                inner = inner.setdefault(step, {}) if isinstance(inner, dict) else None
            if isinstance(inner, dict):
                inner[last] = value
    tree["parts"] = [_typed_part(part) for part in _items(tree["parts"])]
    return tree


def _typed_part(part: Tree) -> Tree:
    typed: Tree = {name: part[name] if isinstance(part.get(name), str) else "" for name in (*_OF_PART, *_TAKES)}
    for name in ("levels", "columns", "blocks"):
        typed[name] = [
            {**{key: "" for key in _NEW[name] if key != "printed"}, **_texts(each)} for each in _items(part.get(name))
        ]
    budget = part.get("budget")
    typed["budget"] = None
    if isinstance(budget, dict):
        levels = [{"name": "", **_texts(each)} for each in _items(budget.get("levels"))]
        typed["budget"] = {"head": "", "money_head": "", **_texts(budget), "levels": levels}
    return typed


def _texts(item: Tree) -> dict[str, str]:
    return {name: value for name, value in item.items() if isinstance(value, str)}


def _items(found: Any) -> list[Tree]:
    """The items of a list by their numbers, which only hold the fields of one together."""
    numbered = found.items() if isinstance(found, dict) else ()
    items = {int(n): item for n, item in numbered if n.isdecimal() and isinstance(item, dict)}
    return [items[n] for n in sorted(items)][:_MOST]


def pressed(tree: Tree, button: str) -> Tree:
    """Return the form after a button; one that names nothing known changes nothing.

    `add:parts.0.columns`, `add:parts.0.columns:goal`, `add:parts.0.budget`, `years:parts.0.columns`,
    `remove:parts.0.columns.2`, `up:…`, `down:…`.
    """
    verb, _, subject = button.partition(":")
    place, _, on = subject.partition(":")
    *within, last = place.split(".")
    changed: Tree = _fresh(tree)
    home = _found(changed, within)
    match verb:
        case "add" if isinstance(home, dict) and last in _NEW and isinstance(home.get(last), list):
            fresh = {"name": ""} if within[-1:] == ["budget"] else _NEW[last]
            home[last].append({**_fresh(fresh), **({"on": on} if on else {})})
        case "add" if isinstance(home, dict) and last == "budget":
            home[last] = home.get(last) or _fresh(_NEW[last])
        case "years" if isinstance(home, dict) and isinstance(home.get(last), list):
            year = {"head": "{year}", "holds": "measure"}
            home[last] += [{**_fresh(_NEW[last]), **year, "year": str(n)} for n in (-2, -1, 0, 1, 2)]
        case "remove" if isinstance(home, list) and last.isdecimal() and int(last) < len(home):
            del home[int(last)]
        case "remove" if isinstance(home, dict) and last == "budget":
            home[last] = None
        case "up" | "down" if isinstance(home, list) and last.isdecimal():
            here, there = int(last), int(last) + (1 if verb == "down" else -1)
            if 0 <= here < len(home) and 0 <= there < len(home):
                home[here], home[there] = home[there], home[here]
    return changed


def _fresh(new: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(new))


def _found(tree: Any, path: list[str]) -> Any:
    for step in path:
        if isinstance(tree, dict):
            tree = tree.get(step)
        elif isinstance(tree, list) and step.isdecimal() and int(step) < len(tree):
            tree = tree[int(step)]
        else:
            return None
    return tree


def named(tree: Tree) -> Tree:
    """Return the form with a key for every part, column and block: a new one is called by what it prints."""
    letters = [chr(n) for n in range(ord("A"), ord("Z") + 1)]
    parts: list[Tree] = []
    for part in tree["parts"]:
        taken = {other["key"] for other in (*tree["parts"], *parts)}
        key = part["key"] or next((letter for letter in letters if letter not in taken), "Z")
        columns = _keyed(part["columns"], ("head",), "kolom", OWN_PLACES)
        blocks = _keyed(part["blocks"], ("heading", "capacity"), "pihak", frozenset())
        parts.append({**part, "key": key, "columns": columns, "blocks": blocks})
    return {**tree, "parts": parts}


def _keyed(items: list[Tree], names: tuple[str, ...], stem: str, reserved: frozenset[str]) -> list[Tree]:
    taken = {item["key"] for item in items} | reserved
    keyed = []
    for item in items:
        key = item["key"]
        if not key:
            words = next((item[name] for name in names if item[name].strip()), "").replace("{year}", _year(item))
            slug = "-".join(re.findall("[a-z0-9]+", words.lower()))[:30].strip("-") or stem
            key = next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, _MOST))) if name not in taken)
            taken.add(key)
        keyed.append({**item, "key": key})
    return keyed


def _year(column: Tree) -> str:
    year = _number(column.get("year", ""))
    if not isinstance(year, int) or not year:
        return "tahun"
    return f"{-year} tahun lalu" if year < 0 else f"{year} tahun lagi"


def body(tree: Tree) -> KindBody:
    """Return the command's body. Raises `Unprocessable` that names every wrong field by its place."""
    kept = _kept(tree)
    sent = {name: tree[name] for name in _TEXTS if name not in _MADE}
    called = named(tree)["parts"]
    parts = [_sent(part) for part in called]
    for name, by_position in (("route", True), ("by_roles", False)):
        if by_position or name in kept:
            kept[name] = signed(parts, kept.get(name, []), by_position=by_position)
    kept |= {"strategic": True} if tree["strategic"] else {}
    told = {**sent, **kept, **origin.sent(tree["origin"], called), "parts": parts}
    return reading.filled(KindBody, canonical(told), None)


def _kept(tree: Tree) -> Tree:
    try:
        found = json.loads(tree["kept"] or "{}")
    except ValueError:
        return {}
    return {name: found[name] for name in _KEPT if name in found} if isinstance(found, dict) else {}


def _sent(part: Tree) -> Tree:
    budget = part["budget"]
    return {
        **{name: part[name] for name in _OF_PART},
        "levels": [{"name": level["name"], "numbering": level["numbering"]} for level in part["levels"]],
        "columns": [
            {
                **{name: column[name] for name in ("key", "head", "on", "holds")},
                "year": _number(column["year"]),
                "choices": [c.strip() for c in column["choices"].splitlines() if c.strip()]
                if column["holds"] == "choice"
                else [],
                **{name: bool(column.get(name)) for name in _FLAGS},
            }
            for column in part["columns"]
        ],
        "budget": budget
        and {
            "head": budget["head"],
            "money_head": budget["money_head"],
            "levels": [level["name"] for level in budget["levels"]],
        },
        "blocks": [{name: block[name] for name in ("key", "heading", "capacity", "side")} for block in part["blocks"]],
    }


def _number(text: str | int) -> int | str | None:
    # What is no number stays as it was typed, to be refused at its place.
    return int(text) if re.fullmatch("-?[0-9]{1,3}", str(text)) else text or None


def places(tree: Tree) -> dict[str, str]:
    """Return where in the form the domain's places are: it calls parts, columns and blocks by their keys."""
    found: dict[str, str] = {"parts": "parts.0.key", "origin.kind": "origin", "origin.parts": "origin"}
    for n, part in enumerate(named(tree)["parts"]):
        key, at = part["key"], f"parts.{n}"
        found[key] = f"{at}.levels.0.name"
        found |= {f"{key}.{name}": f"{at}.{name}" for name in ("heading", "indicator_head", "target_head", "pledge")}
        found |= {f"{key}.levels.{m}": f"{at}.levels.{m - 1}.name" for m in range(1, len(part["levels"]) + 1)}
        found |= {f"{key}.budget.{name}": f"{at}.budget.{name}" for name in ("head", "money_head")}
        found |= {f"{key}.budget.levels": f"{at}.budget.levels.0.name", f"{key}.columns": f"{at}.columns.0.head"}
        found[f"{key}.blocks"] = f"{at}.blocks.0.heading"
        for m, column in enumerate(part["columns"]):
            inner = f"{key}.columns.{column['key']}"
            found |= {inner: f"{at}.columns.{m}.head", f"{inner}.head": f"{at}.columns.{m}.head"}
            found[f"{inner}.choices"] = f"{at}.columns.{m}.choices"
        for m, block in enumerate(part["blocks"]):
            inner = f"{key}.blocks.{block['key']}"
            found |= {inner: f"{at}.blocks.{m}.heading", f"{inner}.heading": f"{at}.blocks.{m}.heading"}
            found[f"{inner}.capacity"] = f"{at}.blocks.{m}.capacity"
    return found
