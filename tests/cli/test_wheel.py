"""What is installed: one name, and a command that finds its house below it."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that the wheel was unpacked in, made from a copy: building leaves traces where it builds."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("made")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in tracked.split("\0"):
        if name and not name.startswith(("tests/", "docs/")) and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, source / name)
    quiet = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--no-index")
    wheel = [sys.executable, "-m", "pip", "wheel", *quiet, "--wheel-dir", str(made), str(source)]
    subprocess.run(wheel, capture_output=True, check=True)
    folder = made / "installed"
    with zipfile.ZipFile(next(made.glob("*.whl"))) as archive:
        archive.extractall(folder)
    return folder


def test_a_wheel_takes_one_name_alone(installed: Path) -> None:
    assert {entry.name.partition("-")[0] for entry in installed.iterdir()} == {"paraf"}


def test_every_file_that_the_floors_read_comes_along(installed: Path) -> None:
    house = installed / "paraf" / "house"
    for folder, pattern in (
        ("templates", "**/*.*"),
        ("static", "*.*"),
        ("eventstore/schema", "**/*.*"),
        ("api/locale", "*.po"),
        ("api/http", "*.json"),
        ("examples", "*.json"),
    ):
        here = {path.relative_to(ROOT / folder) for path in (ROOT / folder).glob(pattern)}
        assert here
        assert here == {path.relative_to(house / folder) for path in (house / folder).glob(pattern)}


def test_the_installed_command_runs_and_others_meet_none_of_its_floors(installed: Path, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("indicator;direction;target;realisation;published\nPartisipasi pemilih;higher;80%;72%;90%\n")
    env = {**os.environ, "PYTHONPATH": str(installed)}
    run = [sys.executable, "-m", "paraf", "achieve", str(table)]
    ran = subprocess.run(run, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert "90" in ran.stdout
    met = subprocess.run([sys.executable, "-c", "import api"], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert "No module named 'api'" in met.stderr
