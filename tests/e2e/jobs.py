"""A job that somebody does in a browser, counted: clicks and taps, keys, and texts that are typed.

`python -m tests.e2e.jobs` does the jobs, and prints what each takes into `docs/jobs.md`.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Locator, Page

DOC = Path(__file__).parents[2] / "docs" / "jobs.md"
_INTO = "PARAF_JOBS"  # the file that what was counted is written into, while the table is printed
_LINE = re.compile(r"\| (?P<name>[^|]+) \| (?P<clicks>\d+) \| (?P<keys>\d+) \| (?P<texts>\d+) \|")


class Job:
    """Does things on a page and counts them."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.clicks = self.keys = self.texts = 0

    @property
    def actions(self) -> int:
        """Return everything that was done."""
        return self.clicks + self.keys + self.texts

    async def click(self, what: str | Locator) -> None:
        """Press something."""
        self.clicks += 1
        await (self.page.locator(what) if isinstance(what, str) else what).click()

    async def press(self, *keys: str) -> None:
        """Press a key, or one after the other."""
        for key in keys:
            self.keys += 1
            await self.page.keyboard.press(key)

    async def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.texts += 1
        await self.page.keyboard.type(text)

    def done(self) -> None:
        """Hold what was counted against the table, or write it down for it."""
        counted = (self.clicks, self.keys, self.texts)
        if into := os.environ.get(_INTO):
            with Path(into).open("a", encoding="utf-8") as file:
                file.write(json.dumps([self.name, *counted]) + "\n")
            return
        printed = {
            line["name"]: (int(line["clicks"]), int(line["keys"]), int(line["texts"]))
            for line in _LINE.finditer(DOC.read_text(encoding="utf-8"))
        }
        assert printed.get(self.name) == counted, f"“{self.name}” takes {counted}: python -m tests.e2e.jobs"


def main() -> None:
    """Do the jobs, and print the table."""
    home = Path(__file__).parent
    tests = [str(path) for path in sorted(home.glob("test_*.py")) if "Job(" in path.read_text(encoding="utf-8")]
    with tempfile.NamedTemporaryFile() as into:
        subprocess.run([sys.executable, "-m", "pytest", "-q", *tests], env={**os.environ, _INTO: into.name}, check=True)
        counted = [json.loads(line) for line in Path(into.name).read_text(encoding="utf-8").splitlines()]
    head = DOC.read_text(encoding="utf-8").partition("| Job |")[0]
    lines = [f"| {name} | {clicks} | {keys} | {texts} |\n" for name, clicks, keys, texts in sorted(counted)]
    DOC.write_text(f"{head}| Job | Clicks | Keys | Texts |\n|---|---:|---:|---:|\n{''.join(lines)}", encoding="utf-8")


if __name__ == "__main__":
    main()
