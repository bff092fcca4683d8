"""The compose file: valid by the compose specification, and every command and setting in it is a real one."""

import ast
import asyncio
import configparser
import importlib.resources
import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml
from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.process import free_port
from cli.embedded.temporal import EmbeddedTemporal
from cli.settings import read_settings
from tests.cli.terminal import Command, ran

FILE = Path("docker-compose.yml")
ONE_SHOT = ("temporal-schema", "temporal-namespace", "migrate")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file as YAML reads it, merges included."""
    return dict(yaml.safe_load(FILE.read_text()))


def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the services by name."""
    return dict(compose["services"])


def test_it_is_valid_by_the_compose_schema(compose: dict[str, Any]) -> None:
    schema = importlib.resources.files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json"
    jsonschema.validate(compose, json.loads(schema.read_text()))


def test_everything_that_is_named_is_defined(compose: dict[str, Any]) -> None:
    for name, service in services(compose).items():
        assert set(service.get("secrets", ())) <= set(compose["secrets"]), name
        assert set(service.get("depends_on", ())) <= set(compose["services"]), name
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in compose["volumes"] or Path(source).is_dir(), name


def test_the_proxies_that_are_believed_are_those_of_its_own_network(compose: dict[str, Any]) -> None:
    """Fault 20: whatever comes through the published port has one address, which nobody believed."""
    (network,) = compose["networks"]["default"]["ipam"]["config"]
    assert compose["services"]["api"]["environment"]["PARAF_PROXIES"] == f"${{PARAF_PROXIES:-{network['subnet']}}}"


def test_who_runs_on_is_looked_after_and_who_does_not_is_waited_for(compose: dict[str, Any]) -> None:
    for name, service in services(compose).items():
        assert service["restart"] == ("on-failure" if name in ONE_SHOT else "unless-stopped"), name
        for other, how in service.get("depends_on", {}).items():
            wanted = "service_completed_successfully" if other in ONE_SHOT else "service_healthy"
            assert how["condition"] == wanted, f"{name} waits for {other}"
            assert other in ONE_SHOT or "healthcheck" in services(compose)[other], other
    assert {name for name, service in services(compose).items() if "healthcheck" in service} >= {
        *("postgres", "temporal", "worker", "api")
    }


def test_images_are_pinned_and_ports_are_this_machines_alone(compose: dict[str, Any]) -> None:
    for name, service in services(compose).items():
        assert re.search(r":v?\d", service["image"]), name
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:") or name == "proxy", name


def test_nobody_has_more_rights_than_their_work_needs(compose: dict[str, Any]) -> None:
    for name, service in services(compose).items():
        if name not in ONE_SHOT:
            assert service["cap_drop"] == ["ALL"], name
            assert service["security_opt"] == ["no-new-privileges:true"], name
            assert service.get("read_only") or name.startswith("temporal"), name  # they write their configuration
            assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else []), name
    assert services(compose)["worker"]["deploy"]["replicas"] == 2
    assert re.search("^USER paraf$", Path("Dockerfile").read_text(), re.MULTILINE)


def test_the_pooler_lets_in_who_the_pooled_address_names(tmp_path: Path) -> None:
    made, said = made_secrets(tmp_path), configparser.ConfigParser(comment_prefixes=(";",))
    said.read("docker/pgbouncer/pgbouncer.ini")
    pooled = urlsplit((made / "pooled_url").read_text())
    assert (pooled.hostname, pooled.port) == ("pooler", int(said["pgbouncer"]["listen_port"]))
    assert (made / "pooler_users").read_text() == f'"{pooled.username}" "{pooled.password}"\n'
    assert pooled.path.removeprefix("/") in said["databases"]
    assert said["pgbouncer"]["pool_mode"] == "transaction"


def test_no_secret_is_written_in_the_file(compose: dict[str, Any]) -> None:
    for name, service in services(compose).items():
        for variable, value in service.get("environment", {}).items():
            secret = re.search(r"PASSWORD|PWD|KEYS|DATABASE_URL|MIGRATION_URL|SUPERUSER_URL", variable)
            assert not secret or variable.endswith("_FILE"), f"{name}: {variable}={value}"


def test_made_secrets_are_those_that_are_named(compose: dict[str, Any], tmp_path: Path) -> None:
    made = made_secrets(tmp_path)
    assert {f"docker/secrets/{file.name}" for file in made.iterdir()} == {
        secret["file"] for secret in compose["secrets"].values()
    }
    before = {file.name: file.read_text() for file in made.iterdir()}
    assert made_secrets(tmp_path) == made
    assert {file.name: file.read_text() for file in made.iterdir()} == before


def made_secrets(folder: Path) -> Path:
    """Run the script in a folder of its own and return where it put the secrets."""
    script = folder / "make-secrets"
    script.write_bytes(Path("docker/make-secrets").read_bytes())
    subprocess.run(["/bin/sh", script], check=True, capture_output=True)
    return folder / "secrets"


def test_every_setting_is_one_that_paraf_reads(compose: dict[str, Any], tmp_path: Path) -> None:
    made = made_secrets(tmp_path)
    for name, service in services(compose).items():
        if service["image"].startswith("paraf:"):
            settings = read_settings(environment(service, made))
            assert settings.database_url, name
            assert bool(settings.migration_url) == (name == "migrate")
            assert name == "migrate" or (settings.payload_keys and settings.temporal["namespace"] == "paraf")


def environment(service: dict[str, Any], made: Path) -> dict[str, str]:
    """Return what the container would see, its secrets being where the script made them."""
    found = {}
    for variable, value in service.get("environment", {}).items():
        value = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(value))
        found[variable] = value.replace("/run/secrets", str(made))
    return found


def test_every_command_is_one_that_paraf_knows(compose: dict[str, Any]) -> None:
    named = [service["command"] for service in services(compose).values() if "command" in service]
    named += [service["healthcheck"]["test"][1:] for service in services(compose).values() if "healthcheck" in service]
    named.append(json.loads(Path("Dockerfile").read_text().rpartition("CMD ")[2]))
    ours = [command for command in named if command[0] == "paraf"]
    assert ["paraf", "worker"] in ours
    for command in ours:
        done = subprocess.run([sys.executable, "-m", "paraf", *command[1:], "--help"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


async def test_migration_worker_and_api_run_with_what_the_file_gives_them(
    compose: dict[str, Any], data: Path, tmp_path: Path, temporal: EmbeddedTemporal
) -> None:
    made = made_secrets(tmp_path)
    async with EmbeddedPostgres(data, durable=False) as server:
        for secret, url in (
            ("superuser_url", server.superuser_url),
            ("database_url", server.url("paraf_runtime", password(made, "database_url"), "paraf")),
            ("migration_url", server.url("paraf_migration", password(made, "migration_url"), "paraf")),
        ):
            (made / secret).write_text(url)
        await make_namespace(temporal, services(compose)["worker"]["environment"]["TEMPORAL_NAMESPACE"])
        port = free_port()

        def here(name: str) -> dict[str, str]:
            """What the container would see, with servers and port of ours."""
            told = environment(services(compose)[name], made) | {
                "PARAF_PORT": str(port),
                "PARAF_DATA": str(data),
                "PARAF_METRICS": "",
            }
            return told | ({"TEMPORAL_ADDRESS": temporal.address} if "TEMPORAL_ADDRESS" in told else {})

        migrated = await ran(*services(compose)["migrate"]["command"][1:], **here("migrate"))
        assert migrated.process.returncode == 0, migrated.text
        worker = await Command.start(*services(compose)["worker"]["command"][1:], **here("worker"))
        await worker.line("working; 0 plans were missing")
        checked = await ran(*services(compose)["worker"]["healthcheck"]["test"][2:], **here("worker"))
        assert checked.process.returncode == 0, checked.text
        api = await Command.start(*services(compose)["api"]["command"][1:], **here("api"))
        await api.line("Application startup complete")
        code = services(compose)["api"]["healthcheck"]["test"][-1].replace(":8000/", f":{port}/")
        healthy = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
        assert await healthy.wait() == 0
        assert await api.end(signal.SIGTERM) == 0
        assert await worker.end(signal.SIGTERM) == 0


def password(made: Path, secret: str) -> str:
    """Return the password in a URL that the script made."""
    return str(urlsplit((made / secret).read_text()).password)


async def make_namespace(temporal: EmbeddedTemporal, name: str) -> None:
    """Do what `docker/temporal/namespace.sh` does; the attributes are the worker's to register."""
    client = await Client.connect(temporal.address)
    await client.workflow_service.register_namespace(
        RegisterNamespaceRequest(namespace=name, workflow_execution_retention_period=Duration(seconds=7 * 24 * 3600))
    )


def test_the_image_copies_what_the_wheel_of_the_code_needs() -> None:
    kept = {line.removeprefix("!") for line in Path(".dockerignore").read_text().splitlines() if line.startswith("!")}
    for name in kept - {"static", "templates"}:
        assert Path(name).exists(), name
    floors = re.search(r"^FLOORS = (\(.+\))$", Path("setup.py").read_text(), re.MULTILINE)
    assert floors
    assert {*ast.literal_eval(floors[1]), "paraf", "static", "templates", "setup.py"} <= kept


@pytest.mark.parametrize("script", ["docker/make-secrets", *map(str, Path("docker").rglob("*.sh"))])
def test_scripts_parse(script: str) -> None:
    subprocess.run(["/bin/sh", "-n", script], check=True)
