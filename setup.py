"""The wheel: the floors stand below `paraf.house`, so that `api`, `cli` and the like are nobody else's to meet."""

from setuptools import find_packages, setup

FLOORS = ("domain", "views", "achieve", "eventstore", "activities", "audit", "workflows", "api", "cli", "examples")
FILES = {
    "api": ["locale/*.po", "http/*.json"],
    "eventstore": ["schema/*.*", "schema/*/*.sql"],
    "examples": ["*.json", "*.txt", "*.csv"],
    "templates": ["**/*"],
    "static": ["**/*"],
}
HOUSE = "paraf.house"

setup(
    packages=[
        "paraf",
        *(f"{HOUSE}.{name}" for name in find_packages(include=[f"{floor}*" for floor in FLOORS])),
        *(f"{HOUSE}.{name}" for name in ("templates", "static")),
    ],
    package_dir={"paraf": "paraf", **{f"{HOUSE}.{name}": name for name in (*FLOORS, "templates", "static")}},
    package_data={f"{HOUSE}.{name}": files for name, files in FILES.items()},
    include_package_data=False,
)
