"""The modules of the tree as they are written: their constants, imports, and the functions that take a msgid."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("domain", "views", "achieve", "eventstore", "activities", "audit", "workflows", "api", "cli", "examples")
# A parameter or field of this name is a msgid: whoever fills it is looked at instead.
CARRIERS = ("msgid", "message")
Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Module:
    """One file. `sinks` are functions and classes that take a msgid, with its position."""

    name: str
    path: Path
    tree: ast.Module
    constants: dict[str, ast.expr] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    sinks: dict[str, int] = field(default_factory=dict)

    def place(self, node: ast.AST) -> str:
        """Return file and line of a node."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


class Code:
    """All modules by their dotted names."""

    def __init__(self) -> None:
        files = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
        self.modules = {module.name: module for module in map(_module, files)}
        for module in self.modules.values():
            _find_sinks(module)
        for module in self.modules.values():
            for name in module.classes:
                position = self._inherited(module, name)
                if position is not None:
                    module.sinks[name] = position

    def constant(self, module: Module, name: str) -> tuple[Module, ast.expr] | None:
        """Return the value that a name of a module has, and the module that says it."""
        if name in module.constants:
            return module, module.constants[name]
        if name in module.imports:
            source, original = module.imports[name]
            return self.constant(self.modules[source], original) if source in self.modules else None
        return None

    def module_named(self, module: Module, name: str) -> Module | None:
        """Return the module that a name stands for."""
        source, original = module.imports.get(name, ("", ""))
        return self.modules.get(f"{source}.{original}" if original else source)

    def sink(self, module: Module, name: str) -> int | None:
        """Return the position of the msgid among what the named function or class takes."""
        if name in module.sinks:
            return module.sinks[name]
        source, original = module.imports.get(name, ("", ""))
        return self.sink(self.modules[source], original) if source in self.modules else None

    def is_error(self, module: Module, name: str) -> bool:
        """Return whether a name is an error that carries a msgid."""
        if name == "PlanError":
            return True
        if name in module.classes:
            return any(self.is_error(module, base) for base in _bases(module.classes[name]))
        source, original = module.imports.get(name, ("", ""))
        return source in self.modules and self.is_error(self.modules[source], original)

    def _inherited(self, module: Module, name: str) -> int | None:
        if name in module.sinks:
            return module.sinks[name]
        if name not in module.classes:
            source, original = module.imports.get(name, ("", ""))
            return self._inherited(self.modules[source], original) if source in self.modules else None
        if any(isinstance(inner, Definition) and inner.name == "__init__" for inner in module.classes[name].body):
            return None  # one that takes no msgid; what it hands to its base is looked at where it does
        found = (self._inherited(module, base) for base in _bases(module.classes[name]))
        return next((position for position in found if position is not None), None)


def _module(path: Path) -> Module:
    dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    module = Module(dotted, path, ast.parse(path.read_text(encoding="utf-8"), str(path)))
    for node in module.tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                module.constants[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                module.constants[name] = value
    for within in ast.walk(module.tree):
        match within:
            case ast.ImportFrom(module=str(source), names=names):
                module.imports |= {alias.asname or alias.name: (source, alias.name) for alias in names}
            case ast.ClassDef(name=name):
                module.classes[name] = within
    return module


def _find_sinks(module: Module) -> None:
    domestic = module.name.partition(".")[0] in ("domain", "achieve", "api")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            for n, name in enumerate(_fields(node)):
                if name in CARRIERS:
                    module.sinks[node.name] = n
            for inner in node.body:
                if isinstance(inner, Definition) and inner.name == "__init__":
                    for n, name in enumerate(_parameters(inner)):
                        if name in CARRIERS:
                            module.sinks[node.name] = n
        elif isinstance(node, Definition) and not node.name.startswith("__"):
            for n, name in enumerate(_parameters(node)):
                if name == "msgid" or (name == "message" and domestic):
                    module.sinks[node.name] = n


def _fields(node: ast.ClassDef) -> Iterator[str]:
    for inner in node.body:
        if isinstance(inner, ast.AnnAssign) and isinstance(inner.target, ast.Name):
            yield inner.target.id


def _parameters(node: Definition) -> list[str]:
    """The names of the parameters that are texts or have no type, others empty; without self."""
    parameters = [*node.args.posonlyargs, *node.args.args]
    if parameters and parameters[0].arg in ("self", "cls"):
        del parameters[0]
    return [p.arg if p.annotation is None or ast.unparse(p.annotation) == "str" else "" for p in parameters]


def _bases(node: ast.ClassDef) -> list[str]:
    return [base.id for base in node.bases if isinstance(base, ast.Name)]
