"""The house itself: locks that install anywhere, a domain that knows nobody, files that stay small."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

LOCKS = ("requirements.lock", "requirements-dev.lock")
ENTRY = re.compile(
    r"^([a-z0-9-]+)==([^ ]+)(?: ; (.+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)
PACKAGES = ("domain", "views", "achieve", "eventstore", "activities", "audit", "workflows", "api", "cli")
LONGEST = 300  # lines
PURE = {"msgspec", "domain", "__future__"}
# Of the standard library, what neither asks the world nor changes it.
PURE |= {
    "abc",
    "bisect",
    "collections",
    "contextlib",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "functools",
    "hashlib",
    "itertools",
}
PURE |= {"fractions", "operator", "re", "string", "textwrap", "types", "typing", "unicodedata"}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_file_has_its_hash_and_nothing_else_is_in_the_lock(name: str) -> None:
    text = Path(name).read_text()
    assert ENTRY.sub("", text) == ""


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_no_place(name: str) -> None:
    text = Path(name).read_text()
    assert not re.search(r"://|file:|--(extra-)?index-url|--find-links|(^|\s)[./~]", text)


def test_both_locks_hold_the_same_versions() -> None:
    run, work = ({found[0]: found[1] for found in ENTRY.findall(Path(name).read_text())} for name in LOCKS)
    assert run.items() <= work.items()


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(word for extra in project["optional-dependencies"].values() for word in extra)]
    names = {re.split(r"[<>=\[]", word)[0].lower().replace("_", "-") for word in asked}
    locked = {found[0] for found in ENTRY.findall(Path(LOCKS[1]).read_text())}
    assert names <= locked


def test_the_domain_imports_nothing_that_asks_the_world() -> None:
    for file in sorted(Path("domain").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.partition(".")[0] in PURE, f"{file} imports {name}"


def test_a_file_is_one_noun_with_one_sentence_and_stays_short() -> None:
    for package in PACKAGES:
        for file in sorted(Path(package).rglob("*.py")):
            text = file.read_text()
            assert ast.get_docstring(ast.parse(text)), f"{file} does not say what it holds"
            assert text.count("\n") < LONGEST, f"{file} is too long: split it by reason to change"


def test_the_license_is_apache_2() -> None:
    text = Path("LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_every_decision_stands_in_the_index_by_its_name() -> None:
    pages = {page.name: page.read_text().partition("\n")[0] for page in Path("docs/decisions").glob("*.md")}
    del pages["README.md"]
    told = re.findall(r"^1\. \[(.+)\]\((.+)\)$", Path("docs/decisions/README.md").read_text(), re.MULTILINE)
    assert sorted((name, f"# {title}") for title, name in told) == sorted(pages.items())


def test_every_path_that_contributors_are_told_of_is_there() -> None:
    words = " ".join(re.findall(r"`([^`]+)`", Path("CONTRIBUTING.md").read_text())).split()
    named = [word for word in words if "/" in word or word.endswith((".md", ".py"))]
    assert len(named) > 30
    assert [word for word in named if not Path(word).exists()] == []
