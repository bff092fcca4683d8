"""The msgids that the templates of the pages say."""

import ast

from jinja2 import Environment, nodes

from tests.words.code import ROOT, Code
from tests.words.meanings import Meanings, Unclear
from tests.words.uses import PYTHON, TEMPLATE, Found, Use, places

_TEMPLATES = ROOT / "templates" / "pages"
_GETTEXT, _NGETTEXT = ("_", "gettext"), ("ngettext",)
# Templates reach constants through this module alone.
_NAMES = "api.words.names"


def search(code: Code, found: Found) -> None:
    """Look through every template."""
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    for path in sorted(_TEMPLATES.rglob("*.html")):
        tree = environment.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            place = f"{path.relative_to(ROOT)}:{call.lineno}"
            try:
                for use in _uses(code, call, place):
                    found.uses.append(use)
                    _check(call, use, found)
            except Unclear as unclear:
                found.fault(place, f"no msgid can be made out: {unclear}")


def _uses(code: Code, call: nodes.Call, place: str) -> list[Use]:
    match call.node:
        case nodes.Name(name=name) if name in _GETTEXT:
            return [Use(text, "", TEMPLATE, place) for text in _texts(code, call.args[0])]
        case nodes.Name(name=name) if name in _NGETTEXT:
            (one,), (many,) = _texts(code, call.args[0]), _texts(code, call.args[1])
            return [Use(one, many, TEMPLATE, place)]
        case nodes.Name(name="words") | nodes.Getattr(node=nodes.Name(name="words"), attr="html"):
            return [Use(text, "", PYTHON, place) for text in _texts(code, call.args[0])]
        case nodes.Getattr(node=nodes.Name(name="words"), attr="plural"):
            (one,), (many,) = _texts(code, call.args[0]), _texts(code, call.args[1])
            return [Use(one, many, PYTHON, place)]
    return []


def _texts(code: Code, node: nodes.Expr) -> list[str]:
    match node:
        case nodes.Const(value=str(text)):
            return [text]
        case nodes.CondExpr(expr1=one, expr2=nodes.Expr() as other):
            return [*_texts(code, one), *_texts(code, other)]
        case nodes.Getitem(node=nodes.Getattr(node=nodes.Name(name="names"), attr=constant)):
            names = code.modules[_NAMES]
            return Meanings(code).texts(names, (), ast.Name(constant))
    raise Unclear(repr(node))


def _check(call: nodes.Call, use: Use, found: Found) -> None:
    filled = {keyword.key for keyword in call.kwargs} | ({"num"} if use.plural else set())
    for text in filter(None, (use.msgid, use.plural)):
        try:
            missing = places(text, use.style) - filled
        except ValueError as error:
            found.fault(use.place, f"“{text}”: {error}")
            continue
        if missing:
            found.fault(use.place, f"nothing fills {', '.join(sorted(missing))} in “{text}”")
