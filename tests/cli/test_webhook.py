"""`paraf webhook`: programs are named, and their secrets changed, from the terminal."""

from tests.cli.terminal import Command, ran
from tests.conftest import Database

KEY = "k1:" + "A" * 43 + "="


async def test_a_webhook_is_made_listed_changed_and_removed(database: Database) -> None:
    async def done(*words: str) -> Command:
        command = await ran(*words, PARAF_DATABASE_URL=database.url, PARAF_PAYLOAD_KEYS=KEY)
        assert command.process.returncode == 0, command.text
        return command

    await done("office", "open", "kantor", "Kantor Contoh", "--time-zone", "Asia/Jayapura")
    made = await done("webhook", "add", "kantor", "https://program.example/hook", "--kind", "returned")
    assert made.printed[-1].startswith("whsec_")
    [line] = (await done("webhook", "list", "kantor")).printed
    key, *_ = line.split()
    assert line.endswith("in force  https://program.example/hook  returned")
    assert "whsec_" not in line
    assert (await done("webhook", "rotate", "kantor", key)).printed[-1].startswith("whsec_")
    await done("webhook", "disable", "kantor", key)
    await done("webhook", "enable", "kantor", key)
    assert (await done("webhook", "deliveries", "kantor", key)).printed == ["No delivery."]
    await done("webhook", "remove", "kantor", key)
    assert (await done("webhook", "list", "kantor")).printed == ["No webhook."]
    inside = await ran(
        *("webhook", "add", "kantor", "https://169.254.169.254/"),
        PARAF_DATABASE_URL=database.url,
        PARAF_PAYLOAD_KEYS=KEY,
    )
    assert inside.process.returncode == 1
    assert "inside a network" in inside.text
