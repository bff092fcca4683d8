"""The folder for Kubernetes: valid by its schemas, closed, and every setting and command in it is a real one."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from cli.settings import SETTINGS

FOLDER = Path("deploy/kubernetes")
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
RESOURCES = [
    resource for name in KUSTOMIZATION["resources"] for resource in yaml.safe_load_all((FOLDER / name).read_text())
]


def pods() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is said of each pod, by the name of what makes it."""
    for resource in RESOURCES:
        if resource["kind"] in ("Deployment", "Job"):
            yield resource["metadata"]["name"], resource["spec"]["template"]["spec"]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda it: f"{it['kind']}-{it['metadata']['name']}")
def test_each_is_valid_by_the_schemas(resource: dict[str, Any]) -> None:
    kubernetes_validate.validate(resource, kubernetes_validate.latest_version(), strict=True)


def test_everything_in_the_folder_is_applied() -> None:
    assert {*KUSTOMIZATION["resources"], "kustomization.yaml"} == {file.name for file in FOLDER.glob("*.yaml")}


def test_each_pod_is_closed_and_takes_secrets_by_reference() -> None:
    for name, pod in pods():
        assert pod["securityContext"]["runAsNonRoot"], name
        assert pod["automountServiceAccountToken"] is False, name
        (container,) = pod["containers"]
        assert container["securityContext"] == {
            "readOnlyRootFilesystem": True,
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
        }, name
        assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
        assert "memory" in container["resources"]["limits"], name
    told = "".join(file.read_text() for file in FOLDER.iterdir())
    assert not any(resource["kind"] == "Secret" for resource in RESOURCES)
    assert not re.search(r"://\w+:[^…@\s]+@", told)


def test_every_setting_and_command_is_one_that_paraf_knows() -> None:
    named = [line.partition("=")[0] for line in (FOLDER / "settings.env").read_text().splitlines()]
    for _, pod in pods():
        (container,) = pod["containers"]
        named += [each["name"] for each in container.get("env", ())]
        done = subprocess.run([sys.executable, "-m", *container["args"], "--help"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    known = {f"PARAF_{name.upper()}{end}" for name in SETTINGS for end in ("", "_FILE")}
    assert set(named) <= known | {"TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE"}


def test_who_selects_pods_selects_some() -> None:
    labels = [
        resource["spec"]["template"]["metadata"]["labels"]
        for resource in RESOURCES
        if resource["kind"] in ("Deployment", "Job")
    ]
    for resource in RESOURCES:
        spec = resource.get("spec", {})
        selector = spec.get("podSelector", spec.get("selector", {}))
        wanted = selector.get("matchLabels", {} if "matchLabels" in str(selector) else selector)
        assert any(wanted.items() <= each.items() for each in labels), resource["metadata"]["name"]
