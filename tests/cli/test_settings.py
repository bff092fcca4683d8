"""Settings: read once, wrong ones named together, secrets never shown."""

import base64
from pathlib import Path

import pytest

from cli.settings import SETTINGS, Settings, WrongSettings, read_settings, spelled
from cli.values import PayloadKey

KEY = base64.b64encode(bytes(32)).decode()


def faults(**environment: str) -> list[str]:
    """Return what is wrong with the environment."""
    with pytest.raises(WrongSettings) as wrong:
        read_settings(environment)
    return wrong.value.faults


def test_nothing_set_is_a_trial_on_this_machine() -> None:
    settings = read_settings({"PATH": "/bin"})
    assert (settings.host, settings.port, settings.database_url, settings.temporal) == ("127.0.0.1", 8000, None, {})
    assert settings.base_url == "http://127.0.0.1:8000"
    assert not settings.trial
    assert not settings.secure_cookies


def test_all_wrong_settings_are_named_at_once() -> None:
    found = faults(
        PARAF_PORT="eighty",
        PARAF_DATABASE_URL="mysql://paraf:hunter2@db/paraf",
        PARAF_TRIAL="maybe",
        PARAF_PAYLOAD_KEYS="k1:c2hvcnQ=",
        PARAF_SMTP_URL_FILE="/nowhere",
        PARAF_LOG_LEVEL="loud",
        TEMPORAL_NAMESPACE="paraf",
    )
    assert len(found) == 7
    assert "PARAF_PORT=eighty is not a port: a number from 1 to 65535." in found
    assert "TEMPORAL_ADDRESS is missing beside other TEMPORAL_*." in found
    assert not any("hunter2" in fault or "c2hvcnQ" in fault for fault in found)


def test_a_base_address_with_a_path_is_refused_at_the_start() -> None:
    """It was accepted, and nothing worked (fault 22 of trying)."""
    path = "has a path: paraf is served at the root of a host name of its own"
    assert faults(PARAF_BASE_URL="https://kantor.example/paraf") == [
        f"PARAF_BASE_URL=https://kantor.example/paraf {path}."
    ]
    assert read_settings({"PARAF_BASE_URL": "https://kantor.example/"}).base_url == "https://kantor.example"
    assert faults(PARAF_PROXIES="172.30.83.0/24, proksi")[0].startswith("PARAF_PROXIES=172.30.83.0/24, proksi is not")


def test_a_database_may_have_several_hosts() -> None:
    several = "postgresql://paraf_runtime:hunter22@a:5432,b/paraf?target_session_attrs=read-write"
    assert read_settings({"PARAF_DATABASE_URL": several}).database_url == several
    assert "hunter22" in read_settings({"PARAF_DATABASE_URL": several}).secrets()
    wrong = "PARAF_DATABASE_URL is not a URL such as postgresql://…."
    assert faults(PARAF_DATABASE_URL=several.replace("5432", "many")) == [wrong]
    assert faults(PARAF_DATABASE_URL=several.replace(",b", ",")) == [wrong]


def test_a_misspelled_setting_is_wrong_and_the_near_one_is_named() -> None:
    assert faults(PARAF_DATBASE_URL="x") == ["PARAF_DATBASE_URL is not a setting; do you mean PARAF_DATABASE_URL?"]
    assert faults(PARAF_port="1") == ["PARAF_port is not a setting; do you mean PARAF_PORT?"]
    # Only a secret can come from a file.
    assert faults(PARAF_HOST_FILE="x")[0].startswith("PARAF_HOST_FILE is not a setting")


def test_a_secret_can_come_from_a_file_but_not_from_both(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://paraf_runtime:pw@db/paraf\n")
    assert (
        read_settings({"PARAF_DATABASE_URL_FILE": str(file)}).database_url == "postgresql://paraf_runtime:pw@db/paraf"
    )
    both = {"PARAF_DATABASE_URL_FILE": str(file), "PARAF_DATABASE_URL": "postgresql://db/paraf"}
    assert faults(**both) == ["PARAF_DATABASE_URL and PARAF_DATABASE_URL_FILE are both set: keep one."]


def test_an_empty_setting_is_not_set() -> None:
    assert read_settings({"PARAF_SMTP_URL": "", "PARAF_PORT": " "}) == read_settings({})


def test_the_first_payload_key_encrypts_and_all_are_kept() -> None:
    keys = read_settings({"PARAF_PAYLOAD_KEYS": f"new:{KEY},old:{KEY}"}).payload_keys
    assert keys == (PayloadKey("new", bytes(32)), PayloadKey("old", bytes(32)))
    assert faults(PARAF_PAYLOAD_KEYS=f"a:{KEY},a:{KEY}") == ["PARAF_PAYLOAD_KEYS names the same key id twice."]


def test_cookies_are_secure_behind_https() -> None:
    assert read_settings({"PARAF_BASE_URL": "https://paraf.example/"}).secure_cookies
    assert read_settings({"PARAF_BASE_URL": "https://paraf.example/"}).base_url == "https://paraf.example"
    assert not read_settings({"PARAF_BASE_URL": "https://x.example", "PARAF_SECURE_COOKIES": "no"}).secure_cookies


def test_temporal_is_told_as_the_sdk_is_told() -> None:
    settings = read_settings(
        {"TEMPORAL_ADDRESS": "t.example:7233", "TEMPORAL_NAMESPACE": "n", "TEMPORAL_API_KEY": "secret-key"}
    )
    assert settings.temporal["target_host"] == "t.example:7233"
    assert settings.temporal["namespace"] == "n"
    assert "secret-key" in settings.secrets()
    assert faults(TEMPORAL_ADDRESS="t.example") == ["TEMPORAL_ADDRESS=t.example is not host:port."]


def test_a_child_process_reads_what_its_parent_read() -> None:
    settings = read_settings(
        {
            "PARAF_DATABASE_URL": "postgresql://paraf_runtime:p%40ss@db/paraf",
            "PARAF_PAYLOAD_KEYS": f"k1:{KEY}",
            "PARAF_TRIAL": "yes",
            "PARAF_PORT": "9000",
            "PARAF_SECURE_COOKIES": "no",
        }
    )
    assert read_settings(spelled(settings)) == settings


def test_settings_do_not_print_their_secrets() -> None:
    settings = Settings(database_url="postgresql://u:hunter22@db/paraf", payload_keys=(PayloadKey("k", bytes(32)),))
    assert "hunter22" not in repr(settings)
    assert "x00" not in repr(settings)
    assert {"hunter22", KEY} <= set(settings.secrets())


def test_every_setting_is_described_in_the_operations_page() -> None:
    page = Path("docs/operations.md").read_text()
    for name, setting in SETTINGS.items():
        assert f"`PARAF_{name.upper()}`" in page
        assert setting.meaning
