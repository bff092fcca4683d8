"""What the docs name in the tree is there: files, and what stands in them, as `domain/plan/text.py:Goal`."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_MADE = ("out", "data", "build", "paraf")  # not in the tree, or named as a command
_ROOMS = "|".join(
    path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "." and path.name not in _MADE
)
_NAMED = re.compile(rf"`((?:{_ROOMS})/[\w./*-]*)(?::([\w.-]+))?`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page: Path) -> None:
    named = _NAMED.findall(page.read_text(encoding="utf-8"))
    assert [f"{path}:{symbol}" for path, symbol in named if not _stands(path, symbol)] == []


def _stands(path: str, symbol: str) -> bool:
    files = list(ROOT.glob(path.replace("NNN", "*")))
    return bool(files) and (not symbol or symbol in _symbols(files[0]))


def _symbols(file: Path) -> set[str]:
    text = file.read_text(encoding="utf-8")
    return set(_defined(ast.parse(text).body)) if file.suffix == ".py" else set(re.findall(r"[\w-]+", text))


def _defined(body: list[ast.stmt], within: str = "") -> list[str]:
    found = []
    for node in body:
        match node:
            case ast.ClassDef(name=name):
                found += [within + name, *_defined(node.body, f"{within}{name}.")]
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.append(within + name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found.append(within + name)
    return found
