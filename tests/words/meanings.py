"""Which texts an expression can be: a literal, a choice of literals, or what a constant of some module holds."""

import ast
from collections.abc import Iterable, Iterator, Sequence

from tests.words.code import CARRIERS, Code, Definition, Module

Scope = Sequence[Definition]  # the functions around an expression, the innermost last


class Unclear(Exception):
    """Nobody can say which text this is."""


class Meanings:
    """Resolves expressions of one tree."""

    def __init__(self, code: Code) -> None:
        self._code = code

    def texts(self, module: Module, scope: Scope, node: ast.expr) -> list[str]:
        """Return every text that the expression can be; none where somebody else has filled it. Raises Unclear."""
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.IfExp(body=body, orelse=orelse):
                return [*self.texts(module, scope, body), *self.texts(module, scope, orelse)]
            case ast.BoolOp(values=values):
                return [text for value in values for text in self.texts(module, scope, value)]
            case ast.Name(id=name):
                return self._named(module, scope, name)
            case ast.Attribute(attr=attr) if attr in CARRIERS:
                return []
            case ast.Attribute(value=ast.Name(id=alias), attr=name):
                there = self._code.module_named(module, alias)
                if there is not None:
                    return self._constant(there, name)
            case ast.Subscript(value=value):
                return self.texts(module, scope, value)
            case ast.Call(func=ast.Attribute(value=value, attr="get"), args=[_, default]):
                return [*self.texts(module, scope, value), *self.texts(module, scope, default)]
            case ast.Dict() | ast.Tuple():
                return list(self._within(module, node))
        raise Unclear(ast.unparse(node))

    def element(self, module: Module, scope: Scope, node: ast.expr, position: int) -> list[str]:
        """Return the texts at a position of the tuples that a starred constant can be."""
        match node:
            case ast.Subscript(value=ast.Name(id=name)) | ast.Name(id=name):
                found = self._code.constant(module, name)
                if found is not None:
                    there, value = found
                    every = value.values if isinstance(value, ast.Dict) else [value]
                    tuples = [one for one in every if isinstance(one, ast.Tuple)]
                    if tuples and len(tuples) == len(every):
                        return [text for one in tuples for text in self.texts(there, (), one.elts[position])]
        raise Unclear(f"*{ast.unparse(node)}")

    def _named(self, module: Module, scope: Scope, name: str) -> list[str]:
        for n in range(len(scope), 0, -1):
            function = scope[n - 1]
            if name in {argument.arg for argument in _arguments(function)}:
                if name in CARRIERS:
                    return []
                raise Unclear(f"the parameter {name}")
            bound = [value for value in _bound(function, name) if value is not None]
            if bound:
                return [text for value in bound for text in self.texts(module, scope[:n], value)]
        return self._constant(module, name)

    def _constant(self, module: Module, name: str) -> list[str]:
        found = self._code.constant(module, name)
        if found is None:
            raise Unclear(name)
        return list(self._within(*found))

    def _within(self, module: Module, node: ast.expr) -> Iterator[str]:
        """Yield the texts in a constant; of a mapping its values, of what is no text nothing."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.Dict(values=values):
                for value in values:
                    yield from self._within(module, value)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                for element in elements:
                    yield from self._within(module, element)
            case ast.Name(id=name):
                yield from self._constant(module, name)
            case ast.JoinedStr():
                raise Unclear(ast.unparse(node))


def _arguments(function: Definition) -> Iterator[ast.arg]:
    given = function.args
    yield from (*given.posonlyargs, *given.args, *given.kwonlyargs)
    yield from (extra for extra in (given.vararg, given.kwarg) if extra is not None)


def _bound(function: Definition, name: str) -> Iterator[ast.expr | None]:
    """Yield every expression that a local name is bound to."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _unpacked(target, value, name)
            case ast.AnnAssign(target=ast.Name(id=bound), value=value) if bound == name:
                yield value
            case ast.For(target=target, iter=over) | ast.comprehension(target=target, iter=over):
                yield from _looped(target, over, name)


def _unpacked(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    match target, value:
        case ast.Name(id=bound), _ if bound == name:
            yield value
        case ast.Tuple(elts=targets), ast.Tuple(elts=values):
            for one, meant in zip(targets, values, strict=False):
                yield from _unpacked(one, meant, name)
        case ast.Tuple(elts=targets), _ if _holds(targets, name):
            yield value  # unclear, unless every text in it will do


def _looped(target: ast.expr, over: ast.expr, name: str) -> Iterator[ast.expr]:
    """A loop binds the texts of what it walks: the values of a mapping, the texts of its tuples."""
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    if _holds(names, name):
        match over:
            case ast.Call(func=ast.Attribute(value=walked, attr="items" | "values")):
                yield walked
            case _:
                yield over


def _holds(names: Iterable[ast.expr], name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in names)
