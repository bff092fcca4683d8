"""The msgids that Python code says: to `words`, to functions that pass them on, and in errors."""

import ast

from tests.words.code import Code, Definition, Module
from tests.words.meanings import Meanings, Unclear
from tests.words.uses import PYTHON, Found, Use, places

_FACTORY = ("api.words.words", "words")


def search(code: Code, found: Found) -> None:
    """Look through every module."""
    for module in code.modules.values():
        if module.name != _FACTORY[0]:
            _Search(code, module, found).visit(module.tree)


class _Search(ast.NodeVisitor):
    def __init__(self, code: Code, module: Module, found: Found) -> None:
        self._code = code
        self._module = module
        self._found = found
        self._meanings = Meanings(code)
        self._scope: list[Definition] = []
        self._classes: list[ast.ClassDef] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._inside(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._inside(node)

    def _inside(self, node: Definition) -> None:
        self._scope.append(node)
        self.generic_visit(node)
        self._scope.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        try:
            self._call(node)
        except Unclear as unclear:
            self._found.fault(self._module.place(node), f"no msgid can be made out: {unclear}")

    def _call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Attribute(value=spoken, attr="plural") if self._is_words(spoken):
                one, many = (self._texts(argument) for argument in node.args[:2])
                if len(one) != 1 or len(many) != 1:
                    raise Unclear("a plural has one singular")
                self._use(node, one[0], many[0], filled={"n"})
            case ast.Attribute(value=spoken, attr="html") if self._is_words(spoken):
                self._said(node, 0, checked=True)
            case ast.Name(id=name) if not self._is_words(node.func):
                position = self._code.sink(self._module, name)
                if position is not None:
                    is_error = name == "require" or self._code.is_error(self._module, name)
                    self._said(node, position, checked=is_error)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) if name in self._module.sinks:
                self._said(node, self._module.sinks[name], checked=False)
            case ast.Attribute(value=ast.Name(id=alias), attr=name):
                there = self._code.module_named(self._module, alias)
                position = None if there is None else self._code.sink(there, name)
                if position is not None:
                    self._said(node, position, checked=False)
                elif self._is_words(node.func):
                    self._said(node, 0, checked=True)
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__") if self._classes:
                base = self._classes[-1].bases[0]
                position = self._code.sink(self._module, base.id) if isinstance(base, ast.Name) else None
                if position is not None:
                    self._said(node, position, checked=False)
            case _ if self._is_words(node.func):
                self._said(node, 0, checked=True)

    def _said(self, node: ast.Call, position: int, *, checked: bool) -> None:
        """Note what stands at a position of a call, starred constants among its arguments unpacked."""
        for n, argument in enumerate(node.args[: position + 1]):
            if isinstance(argument, ast.Starred):
                texts = self._meanings.element(self._module, self._scope, argument.value, position - n)
                break
        else:
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            named = given.get("msgid", given.get("message"))
            spoken = node.args[position] if position < len(node.args) else named
            if spoken is None:
                raise Unclear("no msgid is given")
            texts = self._texts(spoken)
            checked = checked and isinstance(spoken, ast.Constant)
        for text in texts:
            self._use(node, text, "", filled=set() if checked else None)

    def _use(self, node: ast.Call, msgid: str, plural: str, *, filled: set[str] | None) -> None:
        place = self._module.place(node)
        self._found.uses.append(Use(msgid, plural, PYTHON, place))
        names = [keyword.arg for keyword in node.keywords]
        if filled is None or None in names:
            return
        for text in filter(None, (msgid, plural)):
            missing = places(text, PYTHON) - filled.union(name for name in names if name is not None)
            if missing:
                self._found.fault(place, f"nothing fills {', '.join(sorted(missing))} in “{text}”")

    def _texts(self, node: ast.expr) -> list[str]:
        return self._meanings.texts(self._module, self._scope, node)

    def _is_words(self, node: ast.expr) -> bool:
        """Return whether an expression speaks a language: `words`, `self.words`, `words(language)`."""
        match node:
            case ast.Attribute(attr="words"):
                return True
            case ast.Name(id=name):
                bound = self._bound(name)
                return name == "words" and not self._is_factory(node) if bound is None else bound
            case ast.Call(func=func):
                return self._is_factory(func)
        return False

    def _bound(self, name: str) -> bool | None:
        """Whether a local name is a language; None where no function around binds it."""
        for function in reversed(self._scope):
            arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
            for argument in arguments:
                if argument.arg == name:
                    return argument.annotation is not None and ast.unparse(argument.annotation) == "Words"
            for node in ast.walk(function):
                match node:
                    case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                        return self._is_words(value)
                    case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                        for target, value in zip(targets, values, strict=False):
                            if isinstance(target, ast.Name) and target.id == name:
                                return self._is_words(value)
        return None

    def _is_factory(self, node: ast.expr) -> bool:
        if not isinstance(node, ast.Name) or self._bound(node.id) is not None:
            return False
        return self._module.imports.get(node.id) == _FACTORY
